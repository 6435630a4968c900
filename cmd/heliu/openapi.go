package main

import (
	"os"

	"github.com/heliuhub/heliu/console"
)

// openapiCmd prints the API's document, for generators of clients.
type openapiCmd struct{}

// Run prints it.
func (openapiCmd) Run() error {
	b, err := console.OpenAPI()
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(b)
	return err
}
