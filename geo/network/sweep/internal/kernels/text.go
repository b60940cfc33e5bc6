package main

import (
	"fmt"
	"strconv"
	"strings"
)

// text is assembly being written.
type text struct{ strings.Builder }

// function begins a function. A parameter is "name type register", 8 bytes of the frame
// each, and is read into its register at once; without one it is passed over.
func (t *text) function(name string, params ...string) {
	var signature, loads []string
	for i, p := range params {
		f := strings.Fields(p)
		signature = append(signature, f[0]+" "+f[1])
		if len(f) > 2 {
			loads = append(loads, fmt.Sprintf("\tMOVQ %s+%d(FP), %s\n", f[0], 8*i, f[2]))
		}
	}
	t.WriteString("\n// func " + name + "(" + strings.Join(signature, ", ") + ")\n")
	t.WriteString("TEXT ·" + name + "(SB), NOSPLIT, $0-" + strconv.Itoa(8*len(params)) + "\n")
	t.WriteString(strings.Join(loads, ""))
}

func (t *text) op(name string, operands ...string) {
	t.WriteString("\t" + name)
	if len(operands) > 0 {
		t.WriteString(" " + strings.Join(operands, ", "))
	}
	t.WriteByte('\n')
}

func (t *text) label(name string) { t.WriteString(name + ":\n") }

func (t *text) note(s string) {
	t.WriteString(strings.TrimRight("// "+s, " ") + "\n")
}

// finish leaves the function.
func (t *text) finish() {
	t.op("VZEROUPPER")
	t.op("RET")
}

// broadcast fills a Y register with a 32-bit number.
func (t *text) broadcast(value string, x, y string) {
	t.op("MOVL", "$"+value, "AX")
	t.op("VMOVD", "AX", x)
	t.op("VPBROADCASTD", x, y)
}
