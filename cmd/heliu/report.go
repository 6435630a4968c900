package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/heliuhub/heliu/fault"
)

// report says what went wrong, in both languages where there is a sentence, and
// gives the exit code.
func report(err error) int {
	if err == nil {
		return 0
	}
	var f *fault.Error
	if errors.As(err, &f) {
		fmt.Fprintf(os.Stderr, "heliu: %s\n", f.Zh)
	}
	fmt.Fprintf(os.Stderr, "heliu: %v\n", err)
	var e exitError
	if errors.As(err, &e) {
		return e.code
	}
	return exitEnvironment
}
