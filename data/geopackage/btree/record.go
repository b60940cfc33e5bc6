package btree

import (
	"encoding/binary"
	"fmt"
	"math"
)

// The serial types of a record (fileformat2 §2.1). Texts and blobs have even and odd
// numbers from 12 on, by their length.
const (
	typeNull  = 0
	typeInt48 = 5
	typeInt64 = 6
	typeFloat = 7
	typeZero  = 8
	typeOne   = 9
	typeBlob  = 12
	typeText  = 13
)

// AppendRecord appends the record of a row to dst: nil, int64, float64, bool, string or
// []byte for each of its columns. A column that is the table's rowid (INTEGER PRIMARY
// KEY) is nil. A float64 that is a whole number is stored as an integer, as SQLite
// does for columns of every numeric type, whatever it gives back.
func AppendRecord(dst []byte, values ...any) ([]byte, error) {
	types := 0
	for _, v := range values {
		t, err := serialType(v)
		if err != nil {
			return dst, err
		}
		types += varintLen(t)
	}
	// The length of the header counts itself.
	head := types + 1
	for types+varintLen(uint64(head)) != head {
		head++
	}
	dst = appendVarint(dst, uint64(head))
	for _, v := range values {
		t, _ := serialType(v)
		dst = appendVarint(dst, t)
	}
	for _, v := range values {
		dst = appendValue(dst, v)
	}
	return dst, nil
}

func serialType(v any) (uint64, error) {
	switch v := v.(type) {
	case nil:
		return typeNull, nil
	case int64:
		return integerType(v), nil
	case float64:
		if i, whole := wholeFloat(v); whole {
			return integerType(i), nil
		}
		return typeFloat, nil
	case bool:
		if v {
			return typeOne, nil
		}
		return typeZero, nil
	case string:
		return typeText + 2*uint64(len(v)), nil
	case []byte:
		return typeBlob + 2*uint64(len(v)), nil
	}
	return 0, fmt.Errorf("a value of type %T cannot be stored", v)
}

// wholeFloat is the integer that SQLite stores for a float64: where it is one of at most
// 48 bits, which costs no more room (sqlite3VdbeExec, OP_MakeRecord). NaN is no number
// and has no business here.
func wholeFloat(v float64) (i int64, whole bool) {
	if v != math.Trunc(v) || math.Abs(v) >= 1<<47 {
		return 0, false
	}
	return int64(v), true
}

// integerType is the serial type of the shortest form of an integer.
func integerType(v int64) uint64 {
	switch v {
	case 0:
		return typeZero
	case 1:
		return typeOne
	}
	switch n := intLen(v); n {
	case 6:
		return typeInt48
	case 8:
		return typeInt64
	default:
		return uint64(n) // 1 to 4 bytes have these numbers
	}
}

// intLen is how many bytes an integer is stored in: 1, 2, 3, 4, 6 or 8.
func intLen(v int64) int {
	for _, n := range [...]int{1, 2, 3, 4, 6} {
		if half := int64(1) << (8*n - 1); -half <= v && v < half {
			return n
		}
	}
	return 8
}

func appendValue(dst []byte, v any) []byte {
	switch v := v.(type) {
	case int64:
		return appendInteger(dst, v)
	case float64:
		if i, whole := wholeFloat(v); whole {
			return appendInteger(dst, i)
		}
		return binary.BigEndian.AppendUint64(dst, math.Float64bits(v))
	case string:
		return append(dst, v...)
	case []byte:
		return append(dst, v...)
	}
	return dst
}

func appendInteger(dst []byte, v int64) []byte {
	if v == 0 || v == 1 {
		return dst // the type says it all
	}
	for n := intLen(v) - 1; n >= 0; n-- {
		dst = append(dst, byte(v>>(8*n)))
	}
	return dst
}

// appendVarint appends an integer in 1 to 9 bytes (fileformat2 §1.6): seven bits in each,
// the highest first, and all eight of a ninth.
func appendVarint(dst []byte, v uint64) []byte {
	if v < 1<<7 {
		return append(dst, byte(v))
	}
	n := varintLen(v)
	if n == 9 {
		for shift := 57; shift >= 8; shift -= 7 {
			dst = append(dst, byte(v>>shift)|0x80)
		}
		return append(dst, byte(v))
	}
	for i := n - 1; i > 0; i-- {
		dst = append(dst, byte(v>>(7*i))|0x80)
	}
	return append(dst, byte(v)&0x7f)
}

func varintLen(v uint64) int {
	n := 1
	for ; v >= 1<<7 && n < 9; n++ {
		v >>= 7
	}
	return n
}
