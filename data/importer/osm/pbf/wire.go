package pbf

import "errors"

// Errors of the protocol buffer encoding. They are wrapped in an [*Error] that
// says where.
var (
	errVarint    = errors.New("a number runs past the end of its message")
	errLength    = errors.New("a field is longer than its message")
	errWireType  = errors.New("a field has an unknown wire type")
	errFieldType = errors.New("a field does not have the type the format gives it")
)

// The wire types of protocol buffers that occur.
const (
	wireVarint = 0
	wire64     = 1
	wireBytes  = 2
	wire32     = 5
)

// message walks over the fields of a protocol buffer message. After next returns
// true, field and wire describe the field, and value or bytes its content.
type message struct {
	rest  []byte
	err   error
	field uint32
	wire  uint8
	value uint64
	bytes []byte
}

// next moves to the next field. It returns false at the end and on an error.
func (m *message) next() bool {
	if m.err != nil || len(m.rest) == 0 {
		return false
	}
	key, n := varint(m.rest)
	if n == 0 {
		m.err = errVarint
		return false
	}
	m.rest = m.rest[n:]
	m.field, m.wire = uint32(key>>3), uint8(key&7)
	m.value, m.bytes = 0, nil
	switch m.wire {
	case wireVarint:
		if m.value, n = varint(m.rest); n == 0 {
			m.err = errVarint
			return false
		}
		m.rest = m.rest[n:]
	case wireBytes:
		size, n := varint(m.rest)
		if n == 0 {
			m.err = errVarint
			return false
		}
		m.rest = m.rest[n:]
		if size > uint64(len(m.rest)) {
			m.err = errLength
			return false
		}
		m.bytes, m.rest = m.rest[:size], m.rest[size:]
	case wire64:
		m.skip(8)
	case wire32:
		m.skip(4)
	default:
		m.err = errWireType
	}
	return m.err == nil
}

func (m *message) skip(n int) {
	if n > len(m.rest) {
		m.err = errLength
		return
	}
	m.rest = m.rest[n:]
}

// isBytes reports whether the field holds bytes, and notes an error if not.
func (m *message) isBytes() bool {
	if m.wire != wireBytes {
		m.err = errFieldType
		return false
	}
	return true
}

// varint decodes a base-128 number at the start of b and returns how many bytes
// it takes, 0 if it does not end within b or within ten bytes.
func varint(b []byte) (uint64, int) {
	if len(b) > 0 && b[0] < 0x80 {
		return uint64(b[0]), 1
	}
	var v uint64
	for i := 0; i < len(b) && i < 10; i++ {
		c := b[i]
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}

// zigzag turns the encoding of a signed number back: 0, 1, 2, 3 are 0, -1, 1, -2.
func zigzag(v uint64) int64 { return int64(v>>1) ^ -int64(v&1) }

// appendVarints appends the numbers of a packed field to dst, or the one number of
// a field that is not packed.
func (m *message) appendVarints(dst []uint32) []uint32 {
	if m.wire == wireVarint {
		return append(dst, uint32(m.value))
	}
	if !m.isBytes() {
		return dst
	}
	b := m.bytes
	for i := 0; i < len(b); {
		v, n := uint64(b[i]), 1
		if v >= 0x80 {
			if v, n = varint(b[i:]); n == 0 {
				m.err = errVarint
				return dst
			}
		}
		i += n
		dst = append(dst, uint32(v))
	}
	return dst
}

// appendDeltas appends the running sums of a packed field of signed differences to
// dst; the first is added to base, the value that came before.
func (m *message) appendDeltas(dst []int64, base int64) []int64 {
	if m.wire == wireVarint {
		return append(dst, base+zigzag(m.value))
	}
	if !m.isBytes() {
		return dst
	}
	b := m.bytes
	for i := 0; i < len(b); {
		v, n := uint64(b[i]), 1
		if v >= 0x80 {
			if v, n = varint(b[i:]); n == 0 {
				m.err = errVarint
				return dst
			}
		}
		i += n
		base += zigzag(v)
		dst = append(dst, base)
	}
	return dst
}

// last returns the last element of a column from index first on, 0 if there is none.
func last(column []int64, first int) int64 {
	if len(column) > first {
		return column[len(column)-1]
	}
	return 0
}
