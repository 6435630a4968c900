package archtest

// Module is the path of the module whose tree is checked.
const Module = "github.com/heliuhub/heliu"

// Row says what the files of a folder may import of ours. Folders are patterns of
// path.Match, segment by segment; a folder without a row of its own has the row of
// the nearest folder above it. A longer row beats a shorter, an exact one a pattern.
type Row struct {
	Dir   string
	May   []string // folders, as patterns; "**" is every one
	Tests []string // beyond May and testHelp, for external test packages
}

// The bottom of the tree: what everything speaks.
var base = []string{"record", "record/strictjson", "fault"}

// The domains: they are pure and know no technology.
var domains = []string{"access", "access/*", "alerts", "mapping", "mdm", "roi", "recon"}

// Base and domains together, with what stands below the domains.
var inner = with(with(base, domains...), "access/*", "alerts/*")

func with(list []string, more ...string) []string {
	return append(append([]string{}, list...), more...)
}

// Table is who may import whom.
var Table = []Row{
	{Dir: "record", May: []string{"record/strictjson"}},
	{Dir: "record/strictjson"},
	{Dir: "fault"},

	{Dir: "access", May: base},
	{Dir: "access/*", May: with(base, "access")},
	{Dir: "alerts", May: with(base, "access", "alerts/workdays")},
	{Dir: "alerts/*", May: with(base, "access", "alerts", "alerts/workdays")},
	{Dir: "alerts/workdays", May: base},
	{Dir: "mapping", May: base},
	{Dir: "mdm", May: base},
	{Dir: "roi", May: base},
	{Dir: "recon", May: base},

	{Dir: "connectors", May: base},
	{Dir: "connectors/*", May: with(base, "connectors", "internal/rest", "internal/clock"), Tests: []string{"mapping"}},
	{Dir: "connectors/*/fake", May: with(base, "connectors", "internal/clock")},
	{Dir: "connectors/all", May: []string{"connectors", "connectors/*"}},
	{Dir: "connectors/connectortest", May: with(base, "connectors", "internal/clock")},

	{Dir: "bus", May: with(base, "internal/clock", "internal/crash")},
	{Dir: "store", May: with(inner, "access/*", "connectors", "pipelines", "pipelines/exports", "pipelines/jobs", "pipelines/letters", "pipelines/notify", "pipelines/subjects", "pipelines/views", "pipelines/calendar", "store/seal", "internal/clock")},
	{Dir: "store/seal", May: base},
	{Dir: "store/seal/transit", May: with(base, "internal/rest")},
	{Dir: "pipelines", May: with(inner, "connectors", "bus", "pipelines/views", "pipelines/calendar", "internal/clock", "internal/crash"), Tests: []string{"pipelines/letters", "pipelines/subjects"}},
	{Dir: "pipelines/exports", May: with(base, "pipelines/views")},
	{Dir: "pipelines/approvals", May: with(inner, "pipelines/exports", "pipelines/letters", "pipelines/views")},
	{Dir: "pipelines/calendar", May: base},
	{Dir: "pipelines/door", May: with(base, "access", "connectors", "bus", "internal/clock", "internal/crash")},
	{Dir: "pipelines/jobs", May: with(inner, "connectors", "bus", "pipelines", "pipelines/views", "internal/clock")},
	{Dir: "pipelines/letters", May: with(inner, "connectors", "bus", "pipelines", "pipelines/views", "internal/clock")},
	{Dir: "pipelines/notify", May: with(inner, "connectors", "pipelines", "pipelines/views", "internal/clock")},
	{Dir: "pipelines/subjects", May: with(inner, "pipelines", "internal/clock")},
	{Dir: "pipelines/views", May: with(inner, "pipelines/calendar", "internal/clock")},
	{Dir: "console", May: with(inner, "access/*", "connectors", "pipelines", "pipelines/approvals", "pipelines/exports", "pipelines/letters", "pipelines/notify", "pipelines/subjects", "pipelines/views", "pipelines/calendar", "console/*", "internal/clock"), Tests: []string{"pipelines/jobs"}},
	{Dir: "cmd/*", May: []string{"**"}},

	{Dir: "internal/archtest", Tests: base},
	{Dir: "internal/clock"},
	{Dir: "internal/crash"},
	{Dir: "internal/rest", May: with(base, "internal/clock")},
	{Dir: "internal/pgembed", May: []string{"internal/clock"}},
	{Dir: "internal/pgtest", May: with(base, "store", "store/seal", "access", "internal/pgembed", "internal/clock")},
	{Dir: "internal/approvaltest", May: with(base, "access", "access/*", "store")},
	{Dir: "internal/kafkatest", May: with(base, "bus", "internal/clock")},
	{Dir: "internal/scripttest", May: base},
	{Dir: "internal/oidctest", May: []string{"internal/oidctest", "internal/clock"}},
	{Dir: "internal/world", May: with(base, "connectors", "connectors/*/fake", "internal/world/*", "internal/clock")},
	{Dir: "internal/world/agreement", Tests: with(inner, "connectors", "connectors/*", "internal/world", "internal/world/*")},
	{Dir: "internal/pgload", May: []string{"internal/clock"}},
	{Dir: "internal/load", May: with(base, "bus", "internal/load", "internal/load/*", "internal/torture/*", "internal/pgload", "internal/clock")},
	{Dir: "internal/load/rig", May: with(base, "bus", "store", "store/seal", "access", "connectors/webform", "internal/load", "internal/pgembed", "internal/clock")},
	{
		Dir: "internal/torture", May: with(base, "bus", "internal/torture/*", "internal/load", "internal/clock", "internal/crash", "connectors/*/fake"),
		Tests: []string{"access", "bus", "connectors", "connectors/*", "pipelines"},
	},
}

// testHelp is what every external test package may import beside its row.
var testHelp = []string{"store", "store/*", "internal/*test", "connectors/*/fake", "connectors/connectortest", "internal/clock"}

// testOnly are the folders that no program may hold: only tests import them, and
// they each other.
var testOnly = []string{"internal/*test", "internal/oidctest/serve", "connectors/connectortest"}

// Home says which folders alone may import a module, in tests too.
type Home struct {
	Module string
	Dirs   []string
}

// Homes is the list of modules with one home. The torture run reads PostgreSQL and
// the bus with clients of its own: a checker that read through the product would share
// its mistakes.
var Homes = []Home{
	{"github.com/jackc/pgx", []string{"store", "internal/pg*", "connectors/sql", "internal/torture"}},
	{"github.com/pressly/goose", []string{"store"}},
	{"database/sql", []string{"store", "internal/pg*", "connectors/sql"}},
	{"github.com/fergusstrange/embedded-postgres", []string{"internal/pgembed"}},
	{"github.com/segmentio/kafka-go", []string{"bus", "internal/kafkatest"}},
	{"github.com/ThreeDotsLabs/watermill", []string{"bus", "internal/kafkatest"}},
	{"github.com/twmb/franz-go", []string{"bus", "internal/kafkatest", "internal/torture"}},
	{"github.com/go-resty/resty", []string{"internal/rest"}},
	{"github.com/hashicorp/go-retryablehttp", []string{"internal/rest"}},
	{"github.com/wneessen/go-mail", []string{"connectors/email"}},
	{"github.com/xen0n/go-workwx", []string{"connectors/wecom"}},
	{"github.com/danielgtaylor/huma", []string{"console"}},
	{"github.com/alecthomas/kong", []string{"cmd"}},
}

// listeners are the folders whose programs may open a port; tests may everywhere.
// pgembed and torture open one for a moment, to learn of a free number.
var listeners = []string{
	"cmd", "bus", "connectors/*/fake", "connectors/connectortest", "internal/*test", "internal/pgembed", "internal/torture", "internal/load/bare",
}

// clockReaders are the folders that may ask the machine for the time; tests may
// everywhere, everybody else is handed a clock. load and torture measure the
// program from outside, in real time.
var clockReaders = []string{"internal/clock", "cmd", "connectors/connectortest", "internal/*test", "internal/load", "internal/pgload", "internal/torture"}

// impure is what the domains may not import of the standard library.
var impure = []string{"net", "net/http", "net/http/httptest", "database/sql", "os", "os/exec", "os/signal", "syscall"}

// exact are the folders whose arithmetic is exact: no floating point.
var exact = []string{"record", "mdm", "roi", "recon"}

// MaxLines is the length no hand-written file passes.
const MaxLines = 500

// MaxPackage is the length (in lines of non-test Go) from which a package is a
// reason to think.
const MaxPackage = 2000

// large are the packages over MaxPackage that were thought about, each with the reason.
var large = map[string]string{
	"mapping":                  "one language: its parser, linter and evaluator share unexported types",
	"store":                    "one implementation of many small interfaces over one database",
	"bus":                      "publisher, subscriber, lanes, runner and embedded broker share the topic settings",
	"console":                  "one file an operation; the operations share the problem, page and role code",
	"internal/world":           "one seeded generator: every part draws from the same plan",
	"connectors/connectortest": "one exported suite with its faults and its proxy",
	"cmd/heliu":                "wiring, one file a command",
	"pipelines":                "the stages of one flow, one file each",
}
