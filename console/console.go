package console

import (
	"context"
	"log/slog"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/access/identity"
	"github.com/heliuhub/heliu/access/totp"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/console/events"
	"github.com/heliuhub/heliu/console/oidc"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/approvals"
	"github.com/heliuhub/heliu/pipelines/notify"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/roi"
)

// Config is what a console is made of. Gate, the ports, Now and Log are required;
// the others are left out where a program does not have them.
type Config struct {
	Gate        *access.Gate
	Workspaces  Workspaces
	Users       Users
	Connections Connections
	Readings    Readings
	Live        Live
	Customers   Customers
	People      People
	Money       Money
	Flow        Flow
	Trails      Trails
	Personals   Personals
	Rights      Rights
	Exports     Exports
	Letters     Letters
	Mappings    Mappings
	Alerts      Alerts
	Network     Network
	AlertCentre AlertCentre
	// Channels tells which connections can carry messages.
	Channels    notify.Channels
	Jobs        Jobs
	Idempotency Idempotency
	Approvals   *approval.Desk // where what needs two people is proposed and decided
	SealKeys    approvals.Keys // under which secrets are sealed
	Privacy     Privacy
	Bus         Bus
	Events      *events.Hub
	Connectors  []connectors.Connector // what can be connected

	Second     *totp.Desk     // second factors
	Identities *identity.Desk // who else vouches for people
	SignIns    SignIns        // how they are reached
	// PublicURL is the address under which browsers reach the hub: providers send them back
	// there. Empty: nobody is sent anywhere.
	PublicURL string

	// Unread shows look the records of a workspace that wait on the bus, the oldest first,
	// until it returns false; read is how many were looked at, of all workspaces. Nil: none.
	Unread func(ctx context.Context, ws record.WorkspaceID, look func(record.Record) bool) (read int, complete bool, err error)

	// Refused gives what this process refused at the door; nil: not known here.
	Refused func() []views.Refused

	Door    http.Handler // serves POST /in/{connection}; nil: 404
	Metrics http.Handler // serves /metrics; nil: 404
	// Ready tells whether the hub makes progress, and what it looked at.
	Ready func(ctx context.Context) (ok bool, details map[string]any)

	// Leaving is closed when the program is about to end: what stays open for long, such
	// as live events, ends then. Nil: never.
	Leaving <-chan struct{}

	Limits Limits // how often somebody may call; the zero value sets no limit

	TLS     bool // requests come over TLS: the cookie is Secure and its name says so
	Version string
	Now     func() time.Time
	Log     *slog.Logger
}

type console struct {
	Config
	api     huma.API
	rates   *access.Rates
	streams *streamCount
	recent  *recent
	specs   map[string]connectors.Spec
	clients oidc.Cache
}

// New makes the handler of everything that the hub serves over HTTP.
func New(cfg Config) (http.Handler, error) {
	c, r, err := build(cfg)
	if err != nil {
		return nil, err
	}
	doc, err := document(c.api)
	if err != nil {
		return nil, err
	}
	c.mount(r, doc)
	return c.around(r), nil
}

// build registers every operation.
func build(cfg Config, more ...func(*console)) (*console, *chi.Mux, error) {
	speakFault()
	c := &console{Config: cfg, rates: access.NewRates(), streams: newStreamCount(), recent: newRecent(), specs: map[string]connectors.Spec{}}
	for _, x := range cfg.Connectors {
		c.specs[x.Spec.Name] = x.Spec
	}
	r := chi.NewRouter()
	r.NotFound(c.notFound)
	r.MethodNotAllowed(func(w http.ResponseWriter, _ *http.Request) { refuse(w, fault.New("wrong_method", nil)) })
	h := huma.DefaultConfig("Heliu API", cfg.version())
	h.DocsPath, h.OpenAPIPath, h.SchemasPath, h.CreateHooks = "", "", "", nil
	h.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	h.Info.Description = "合流 integration hub. Errors are problem details (RFC 9457) with a stable code and a Chinese and an English sentence. " +
		"Lists are paged by opaque cursors. The workspace of a request is the header X-Heliu-Workspace (id or slug), else the session's or the key's own."
	h.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: c.cookieName(), Description: "set by createSession"},
		"key":     {Type: "http", Scheme: "bearer", Description: "API key: heliu_live_…"},
	}
	h.Security = []map[string][]string{{"session": {}}, {"key": {}}}
	h.Tags = tags
	c.api = humachi.New(r, h)
	c.api.UseMiddleware(c.guard)
	for _, op := range []func(*console){
		sessionOps, secondOps, returnOps, myTotpOps, myIdentityOps, providerOps, memberSecurityOps, workspaceOps, mineOps, memberOps, keyOps, roleOps, connectorOps, connectionOps, connectionChangeOps, readingOps, fileOps,
		customerOps, matrixOps, dealOps, paymentOps, recordOps, flowOps, jobOps, comparisonOps, letterOps, letterChangeOps, letterLimitOps, networkOps, alertOps, alertRuleOps, alertRouteOps, calendarOps, eventOps,
		peopleOps, handoverOps,
		trailOps, revealOps, rightsOps, exportOps,
		approvalOps, mappingOps, secretOps, passwordOps,
		privacyOps, consentOps, retentionOps,
	} {
		op(c)
	}
	for _, op := range more {
		op(c)
	}
	return c, r, describe(c.api)
}

// schemaName names the schemas of the document; those of a matrix and of events say so.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	switch t.PkgPath() {
	case reflect.TypeFor[roi.Matrix]().PkgPath():
		return "Matrix" + name
	case reflect.TypeFor[events.Data]().PkgPath():
		return "Event" + name
	}
	return name
}

func (cfg Config) version() string {
	if cfg.Version == "" {
		return "dev"
	}
	return cfg.Version
}

var tags = []*huma.Tag{
	{Name: "access", Description: "Signing in and workspaces"},
	{Name: "connections", Description: "Connections to the systems around"},
	{Name: "customers", Description: "Golden records"},
	{Name: "people", Description: "Employees, organisation units, and whose what is"},
	{Name: "roi", Description: "Which marketing money earned which cash"},
	{Name: "payments", Description: "Which payment pays which deal"},
	{Name: "pipeline", Description: "Where records are and what became of them"},
	{Name: "alerts", Description: "What a person has to know"},
	{Name: "approvals", Description: "What needs a second person"},
	{Name: "mappings", Description: "The rules by which records are mapped"},
	{Name: "privacy", Description: "Personal data: export, erasure, consent, retention"},
	{Name: "events", Description: "Live events"},
}

// register adds an operation whose handler gets the actor and answers with faults.
func register[I, O any](c *console, op huma.Operation, handle func(ctx context.Context, by access.Actor, in *I) (*O, error)) {
	id := op.OperationID
	op.Errors = append(op.Errors, http.StatusUnauthorized, http.StatusForbidden)
	huma.Register(c.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, callerOf(ctx).actor, in)
		if err != nil {
			return nil, c.answer(ctx, id, err)
		}
		return out, nil
	})
}

// answer makes an error into an answer, and logs what is our fault.
func (c *console) answer(ctx context.Context, operation string, err error) error {
	if _, ok := err.(notModified); ok { //nolint:errorlint // it is made by tagged and never wrapped
		return err
	}
	p := problemOf(err)
	if p.Status >= 500 && ctx.Err() == nil {
		c.Log.ErrorContext(ctx, "a request failed", "operation", operation, "code", p.Code, "error", err)
	}
	return p
}
