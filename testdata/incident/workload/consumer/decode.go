package main

import (
	"encoding/binary"
	"math"

	"example.com/incident/wire"
)

type item struct {
	sku   string
	qty   uint64
	price float64
	tags  []string
}

type order struct {
	id       uint64
	customer string
	items    []*item
	attrs    map[string]string
	note     []byte
}

//go:noinline
func consumeTag(b []byte) (field, wt int, n int) {
	v, n := binary.Uvarint(b)
	return int(v >> 3), int(v & 7), n
}

//go:noinline
func consumeBytes(b []byte) ([]byte, int) {
	l, n := binary.Uvarint(b)
	if n <= 0 || int(l) > len(b)-n {
		return nil, -1
	}
	return b[n : n+int(l)], n + int(l)
}

//go:noinline
func decodeItem(b []byte) (*item, error) {
	it := &item{}
	for len(b) > 0 {
		f, _, n := consumeTag(b)
		if n <= 0 {
			return nil, wire.ErrTruncated
		}
		b = b[n:]
		switch f {
		case 1:
			v, n := consumeBytes(b)
			if n < 0 {
				return nil, wire.ErrTruncated
			}
			it.sku, b = string(v), b[n:]
		case 2:
			v, n := binary.Uvarint(b)
			it.qty, b = v, b[n:]
		case 3:
			it.price, b = math.Float64frombits(binary.LittleEndian.Uint64(b)), b[8:]
		case 4:
			v, n := consumeBytes(b)
			if n < 0 {
				return nil, wire.ErrTruncated
			}
			it.tags, b = append(it.tags, string(v)), b[n:]
		}
	}
	return it, nil
}

//go:noinline
func decodeAttr(b []byte) (k, v string, err error) {
	for len(b) > 0 {
		f, _, n := consumeTag(b)
		b = b[n:]
		s, n := consumeBytes(b)
		if n < 0 {
			return "", "", wire.ErrTruncated
		}
		b = b[n:]
		if f == 1 {
			k = string(s)
		} else {
			v = string(s)
		}
	}
	return k, v, nil
}

//go:noinline
func decodeMessage(b []byte) (*order, error) {
	o := &order{attrs: map[string]string{}}
	for len(b) > 0 {
		f, wt, n := consumeTag(b)
		if n <= 0 {
			return nil, wire.ErrTruncated
		}
		b = b[n:]
		if wt == 0 {
			v, n := binary.Uvarint(b)
			o.id, b = v, b[n:]
			continue
		}
		v, n := consumeBytes(b)
		if n < 0 {
			return nil, wire.ErrTruncated
		}
		b = b[n:]
		switch f {
		case 2:
			o.customer = string(v)
		case 3:
			it, err := decodeItem(v)
			if err != nil {
				return nil, err
			}
			o.items = append(o.items, it)
		case 4:
			k, s, err := decodeAttr(v)
			if err != nil {
				return nil, err
			}
			o.attrs[k] = s
		case 5:
			o.note = append([]byte(nil), v...)
		}
	}
	return o, nil
}
