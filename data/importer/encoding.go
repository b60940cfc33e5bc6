package importer

import "github.com/seed-4611ae28/lifecircle/data/importer/text"

// checkEncoding refuses the encodings that are not known.
func checkEncoding(encoding string) error {
	if encoding == "" {
		return nil
	}
	if _, err := text.Named(encoding); err != nil {
		return usagef("%v", err)
	}
	return nil
}

// encodingRemark tells what text was read as and why; plain UTF-8 is not worth a
// word.
func encodingRemark(c text.Choice) []Finding {
	if c.Encoding == text.UTF8() && len(c.Contradicted) == 0 {
		return nil
	}
	return []Finding{{What: c.String(), Count: 1}}
}
