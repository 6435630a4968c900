package console

import (
	"bytes"
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"
)

// OpenAPI gives the API's document (OpenAPI 3.1), indented, always the same for the
// same program.
func OpenAPI() ([]byte, error) {
	c, _, err := build(Config{})
	if err != nil {
		return nil, err
	}
	return document(c.api)
}

func document(api huma.API) ([]byte, error) {
	b, err := json.Marshal(api.OpenAPI())
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, b, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}
