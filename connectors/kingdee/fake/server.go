package fake

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

const stub = "kingdee.bos.webapi.servicesstub."

// Server is the local K3 Cloud site. It is an http.Handler and is safe for
// concurrent use, also while Put methods change its documents.
type Server struct {
	mu       sync.RWMutex
	clock    Clock
	access   Access
	contract string
	lastID   int64
	calls    int // queries without OrderString so far: they come in another order each time
	lose     LossStyle
	sessions map[string]*session
	logins   int

	customers   table[*Customer]
	orders      table[*Order]
	receivables table[*Receivable]
	receipts    table[*Receipt]
}

// New makes a server that holds d. It copies what it keeps.
func New(d Data, clock Clock) *Server {
	s := &Server{clock: clock, access: withDefaults(d.Access), contract: d.ContractField, sessions: map[string]*session{}, lastID: 100000}
	if s.contract == "" {
		s.contract = "F_HL_CONTRACT"
	}
	s.customers = table[*Customer]{columns: customerColumns()}
	s.orders = table[*Order]{columns: s.orderColumns()}
	s.receivables = table[*Receivable]{columns: s.receivableColumns()}
	s.receipts = table[*Receipt]{columns: s.receiptColumns()}
	s.Load(d)
	return s
}

// Load adds the documents of d with the change times that they carry: a
// transaction that began earlier, or history. Access and ContractField are not looked at.
func (s *Server) Load(d Data) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range d.Customers {
		s.putCustomer(c, false)
	}
	for _, o := range d.Orders {
		s.putOrder(o, false)
	}
	for _, r := range d.Receivables {
		s.putReceivable(r, false)
	}
	for _, r := range d.Receipts {
		s.putReceipt(r, false)
	}
}

func withDefaults(a Access) Access {
	if a == (Access{}) {
		return DefaultAccess()
	}
	if a.SessionIdle == 0 {
		a.SessionIdle = 20 * time.Minute
	}
	if a.LicenceSlots == 0 {
		a.LicenceSlots = 10
	}
	if a.MaxRows == 0 {
		a.MaxRows = 2000
	}
	if a.OrgNumber == "" {
		a.OrgNumber = "100"
	}
	return a
}

// Access gives how clients sign in.
func (s *Server) Access() Access { return s.access }

// ServeHTTP answers POST {any prefix}/{Service}.common.kdsvc, without regard to the case of the path.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.ProtoMajor != 1 {
		http.Error(w, "Bad Gateway", http.StatusBadGateway)
		return
	}
	name := strings.ToLower(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:])
	name, isService := strings.CutSuffix(name, ".common.kdsvc")
	if r.Method != http.MethodPost || !isService {
		http.NotFound(w, r)
		return
	}
	args, err := arguments(r)
	if err != nil {
		text(w, "response_error: "+err.Error())
		return
	}
	switch name {
	case stub + "authservice.validateuser", stub + "authservice.loginbyappsecret", stub + "authservice.loginbysign":
		s.login(w, strings.TrimPrefix(name, stub+"authservice."), args)
	case stub + "authservice.logout":
		s.logout(w, r)
	case "kingdee.bos.servicefacade.servicesstub.account.accountservice.getdatacenterlist":
		answer(w, []any{map[string]any{"Id": s.access.AcctID, "Number": "001", "Name": s.access.DataCenter}})
	case stub + "dynamicformservice.executebillquery", stub + "dynamicformservice.billquery", stub + "dynamicformservice.view":
		if !s.signedIn(w, r) {
			return
		}
		switch {
		case strings.HasSuffix(name, "executebillquery"):
			s.executeBillQuery(w, args, false)
		case strings.HasSuffix(name, "billquery"):
			s.executeBillQuery(w, args, true)
		default:
			s.view(w, args)
		}
	default:
		text(w, "response_error: 找不到服务 "+name)
	}
}

// call is what the three encodings of a request body come down to.
type call struct {
	formID string
	data   json.RawMessage
	params []json.RawMessage // encoding b, in order
}

func arguments(r *http.Request) (call, error) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, 8<<20))
	if err != nil {
		return call{}, err
	}
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if media == "application/x-www-form-urlencoded" {
		form, err := url.ParseQuery(string(raw))
		if err != nil {
			return call{}, err
		}
		return call{formID: form.Get("formid"), data: json.RawMessage(form.Get("data"))}, nil
	}
	var body map[string]json.RawMessage
	if err := json.Unmarshal(raw, &body); err != nil {
		return call{}, err
	}
	var c call
	for k, v := range body {
		switch strings.ToLower(k) {
		case "formid":
			_ = json.Unmarshal(v, &c.formID)
		case "data":
			c.data = unwrap(v)
		case "parameters":
			if err := json.Unmarshal(unwrap(v), &c.params); err != nil {
				return call{}, err
			}
		}
	}
	switch len(c.params) {
	case 0:
	case 1:
		c.data = unwrap(c.params[0])
	default:
		_ = json.Unmarshal(c.params[0], &c.formID)
		c.data = unwrap(c.params[1])
	}
	return c, nil
}

// unwrap takes JSON out of a JSON text that holds it.
func unwrap(v json.RawMessage) json.RawMessage {
	var inner string
	if json.Unmarshal(v, &inner) == nil && strings.IndexAny(inner, "[{") == 0 {
		return json.RawMessage(inner)
	}
	return v
}

// param gives parameter i as text, whatever its JSON type.
func (c call) param(i int) string {
	if i >= len(c.params) {
		return ""
	}
	var t string
	if json.Unmarshal(c.params[i], &t) == nil {
		return t
	}
	return string(c.params[i])
}

func text(w http.ResponseWriter, s string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, s)
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v)
}

// status is the ResponseStatus of a failure.
func status(msgCode int, message string) map[string]any {
	return map[string]any{"Result": map[string]any{"ResponseStatus": failure{ErrorCode: 500, Errors: []failureLine{{Message: message}}, MsgCode: msgCode}}}
}

type failure struct {
	ErrorCode       int
	IsSuccess       bool
	Errors          []failureLine
	SuccessEntitys  []any
	SuccessMessages []any
	MsgCode         int
}

type failureLine struct {
	FieldName *string
	Message   string
	DIndex    int
}

// queryError answers as ExecuteBillQuery does: HTTP 200, an object in a 1×1 array.
func queryError(w http.ResponseWriter, msgCode int, message string) {
	answer(w, [][]any{{status(msgCode, message)}})
}

func base64Text(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
