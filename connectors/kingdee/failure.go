package kingdee

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/heliuhub/heliu/fault"
)

// licenceWait is how long to wait for a licence slot, quotaWait for a call quota.
const (
	licenceWait = 5 * time.Minute
	quotaWait   = time.Minute
)

// failure is a ResponseStatus that says that a call failed, inside HTTP 200.
type failure struct {
	msgCode string
	message string
}

// failureOf finds a failure in an answer: an object, or an object in a 1×1 array.
func failureOf(v any) *failure {
	if rows, ok := v.([]any); ok {
		if len(rows) != 1 {
			return nil
		}
		cells, ok := rows[0].([]any)
		if !ok || len(cells) != 1 {
			return nil
		}
		v = cells[0]
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	if r, ok := m["Result"].(map[string]any); ok {
		m = r
	}
	if r, ok := m["ResponseStatus"].(map[string]any); ok {
		m = r
	}
	if success, _ := m["IsSuccess"].(bool); success {
		return nil
	}
	f := &failure{}
	if n, ok := m["MsgCode"].(json.Number); ok {
		f.msgCode = n.String()
	}
	list, _ := m["Errors"].([]any)
	var texts []string
	for _, e := range list {
		if line, ok := e.(map[string]any); ok {
			if t, _ := line["Message"].(string); t != "" {
				texts = append(texts, t)
			}
		}
	}
	f.message = short(strings.Join(texts, "; "))
	return f
}

// lost tells whether the failure is a lost session.
func (f *failure) lost() bool {
	return f.msgCode == "1" || strings.Contains(f.message, "会话") || strings.Contains(strings.ToLower(f.message), "session")
}

// fault says what the failure means for us (message codes of the vendor's SDK).
func (f *failure) fault() *fault.Error {
	code, wait := "source_refused", time.Duration(0)
	switch f.msgCode {
	case "2", "15": // no permission; administrators may not sign in
		code = "source_unauthorized"
	case "4", "6", "13": // exception, database, opened by somebody
		code = "source_error"
	case "7":
		code, wait = "source_rate_limited", licenceWait
	case "14":
		code, wait = "source_rate_limited", quotaWait
	}
	return fault.Newf(code, "message code %s: %s", f.msgCode, f.message).After(wait)
}
