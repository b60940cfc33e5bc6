package text

import "fmt"

// Evidence is what there is to tell an encoding by.
type Evidence struct {
	// Option is what the user says, CodePage what a .cpg file says; "" is nothing.
	Option, CodePage string
	// Driver is the language driver byte of a dBASE table (offset 29), 0 if none.
	Driver byte
	// Valid reports whether all bytes of the file are written in the encoding.
	Valid func(Encoding) (bool, error)
}

// Choice is an encoding and why it was chosen.
type Choice struct {
	Encoding
	Why string
	// Contradicted are pieces of evidence that the bytes spoke against.
	Contradicted []string
}

// String says what was chosen and why, on one line.
func (c Choice) String() string {
	s := fmt.Sprintf("text read as %s: %s", c.Encoding, c.Why)
	for _, other := range c.Contradicted {
		s += "; " + other
	}
	return s
}

// Choose weighs the evidence: option, .cpg, language driver byte, strict UTF-8,
// GB18030. An option that is unknown or that the bytes contradict is an error, as
// are bytes that nothing fits.
func Choose(e Evidence) (Choice, error) {
	if e.Option != "" {
		named, err := Named(e.Option)
		if err != nil {
			return Choice{}, err
		}
		ok, err := e.Valid(named)
		if err == nil && !ok {
			err = fmt.Errorf("the text is not written in %s, which was asked for", named)
		}
		return Choice{Encoding: named, Why: "asked for"}, err
	}
	type candidate struct {
		encoding Encoding
		why, not string
	}
	var list []candidate
	var set []string
	if e.CodePage != "" {
		if named, err := Named(e.CodePage); err == nil {
			list = append(list, candidate{named, "the .cpg file says so", fmt.Sprintf("the .cpg file says %s, which the text is not written in", named)})
		} else {
			set = append(set, fmt.Sprintf("the .cpg file says %q, which is not known", e.CodePage))
		}
	}
	if named, ok := DriverEncoding(e.Driver); ok {
		list = append(list, candidate{
			named, fmt.Sprintf("the language driver byte of the table is %#02x", e.Driver),
			fmt.Sprintf("the language driver byte says %s, which the text is not written in", named),
		})
	}
	list = append(list,
		candidate{encoding: UTF8(), why: "all of it is valid UTF-8"},
		candidate{encoding: GB18030(), why: "it is not UTF-8, and it is valid GB18030"})
	for _, c := range list {
		ok, err := e.Valid(c.encoding)
		if err != nil {
			return Choice{}, err
		}
		if ok {
			return Choice{c.encoding, c.why, set}, nil
		}
		if c.not != "" {
			set = append(set, c.not)
		}
	}
	return Choice{}, fmt.Errorf("the text is neither UTF-8 nor GBK (GB18030): name its encoding by --encoding")
}

// DriverEncoding is what the language driver byte of a dBASE table says. Bytes
// that stand for "the code page of the machine that wrote it" (0x03 and 0x57,
// which many programs write for any text) say nothing.
func DriverEncoding(driver byte) (Encoding, bool) {
	var name string
	switch driver {
	case 0x4d, 0x7a:
		return GB18030(), true
	case 0x4f, 0x78:
		name = "big5"
	case 0x13, 0x7b:
		name = "shift_jis"
	case 0x4e, 0x79:
		name = "euc-kr"
	case 0x26, 0x65:
		name = "ibm866"
	case 0xc8:
		name = "windows-1250"
	case 0xc9:
		name = "windows-1251"
	default:
		return Encoding{}, false
	}
	e, err := Named(name)
	return e, err == nil
}
