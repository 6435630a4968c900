package connectortest

import (
	"bytes"
	"encoding/json"
	"reflect"
)

// sameJSON compares two texts as JSON; numbers are equal when their digits are.
func sameJSON(a, b []byte) bool {
	x, okX := decodeExact(a)
	y, okY := decodeExact(b)
	return okX && okY && reflect.DeepEqual(x, y)
}

func decodeExact(b []byte) (v any, ok bool) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	return v, d.Decode(&v) == nil
}
