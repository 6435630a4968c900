package connectors

import (
	"errors"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record/strictjson"
)

// CheckJSON is strictjson.Check whose error is a fault: Field is the JSON pointer of
// the value where it is known, and the cause names the byte offset.
func CheckJSON(body []byte, l strictjson.Limits) error {
	err := strictjson.Check(body, l)
	var e *strictjson.Error
	if errors.As(err, &e) {
		return fault.New(e.Code, e).At(e.Path, "")
	}
	return err
}
