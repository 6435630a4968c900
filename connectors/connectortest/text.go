package connectortest

import (
	"errors"
	"strings"

	"github.com/heliuhub/heliu/fault"
)

// everything gives all texts of an error and of the faults in its chain.
func everything(err error) string {
	var b strings.Builder
	for err != nil {
		b.WriteString(err.Error() + "\n")
		var f *fault.Error
		if !errors.As(err, &f) {
			break
		}
		b.WriteString(strings.Join([]string{f.Zh, f.En, f.Field, f.Value, f.Where}, "\n"))
		err = f.Unwrap()
	}
	return b.String()
}
