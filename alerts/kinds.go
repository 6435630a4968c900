package alerts

import "github.com/heliuhub/heliu/access"

// Kind is what an event is about. It is stable: routing and pages go by it.
type Kind string

// The kinds.
const (
	DeadLetters   Kind = "dead_letters"   // more than usual cannot be taken in
	Silence       Kind = "silence"        // a busy hour has fallen silent
	SwitchedOff   Kind = "switched_off"   // a person has paused a connection
	Unauthorized  Kind = "unauthorized"   // a system refuses the credentials
	Unreachable   Kind = "unreachable"    // a system does not answer
	LostCursor    Kind = "lost_cursor"    // nobody knows how far a stream was read
	Lag           Kind = "lag"            // records wait and nothing moves
	Difference    Kind = "difference"     // source and hub do not hold the same
	ChannelFailed Kind = "channel_failed" // messages do not get out by a channel

	ApprovalWaiting Kind = "approval_waiting" // somebody waits for a decision
	BulkExport      Kind = "bulk_export"      // one actor takes out the data of many persons
	TrailDamaged    Kind = "audit_damage"     // the audit trail was changed behind the hub's back

	RuleMet Kind = "rule" // what a rule of the workspace looks for was seen
)

// How says by what a kind is found, or what a rule looks for.
type How string

// The ways. Threshold, Absence, Rate and Contradiction are those of rules as well.
const (
	Occurrence    How = "occurrence"    // it happened
	Threshold     How = "threshold"     // a figure is too high or too low
	Absence       How = "absence"       // nothing came
	Rate          How = "rate"          // a figure changed too fast
	Contradiction How = "contradiction" // two figures do not agree
)

// KindInfo is everything that the program knows of a kind: to add one, add a constant
// above and its entry here. Pages, routing and the default rules go by the entry.
type KindInfo struct {
	Kind     Kind
	Title    Text
	Severity Severity    // where the event says none
	How      How         // by what it is found
	Role     access.Role // who is told where nobody owns it and no route names it
	// Minutes are the working minutes without acknowledgement after which the manager is
	// told; 0: those of the severity; -1: never.
	Minutes int
}

// kinds is the one list, in the order of pages.
var kinds = []KindInfo{
	{Unauthorized, Text{"凭据被拒", "Credentials refused"}, Critical, Occurrence, access.IT, 0},
	{LostCursor, Text{"读取位置丢失", "Position lost"}, Critical, Occurrence, access.IT, 0},
	{Unreachable, Text{"系统无应答", "System does not answer"}, Warning, Threshold, access.IT, 0},
	{Silence, Text{"数据静默", "Silent stream"}, Critical, Absence, access.IT, 0},
	{SwitchedOff, Text{"连接被暂停", "Connection paused"}, Warning, Occurrence, access.IT, -1},
	{Lag, Text{"处理停滞", "Processing stands still"}, Critical, Threshold, access.IT, 0},
	{DeadLetters, Text{"死信过多", "Too many dead letters"}, Warning, Rate, access.IT, 0},
	{Difference, Text{"对数差异", "Source and hub differ"}, Warning, Contradiction, access.IT, 0},
	{ChannelFailed, Text{"通知渠道故障", "Channel fails"}, Warning, Occurrence, access.IT, 0},
	{TrailDamaged, Text{"操作记录被改动", "Audit trail damaged"}, Critical, Contradiction, access.Admin, 0},
	{BulkExport, Text{"大批导出个人信息", "Bulk export of persons"}, Critical, Threshold, access.Admin, 0},
	{ApprovalWaiting, Text{"待审批", "Approval waits"}, Info, Occurrence, access.Admin, -1},
	{RuleMet, Text{"自定规则", "Rule of the workspace"}, Warning, Threshold, access.IT, 0},
}

// Kinds lists the kinds in the order of pages.
func Kinds() []Kind {
	out := make([]Kind, len(kinds))
	for i, k := range kinds {
		out[i] = k.Kind
	}
	return out
}

// Infos lists what is known of each kind, in the order of pages.
func Infos() []KindInfo { return append([]KindInfo(nil), kinds...) }

// InfoOf tells what is known of a kind; false for one that is not there.
func InfoOf(k Kind) (KindInfo, bool) {
	for _, i := range kinds {
		if i.Kind == k {
			return i, true
		}
	}
	return KindInfo{}, false
}

// Severities lists the severities, the worst first.
func Severities() []Severity { return []Severity{Critical, Warning, Info} }

// Rank orders severities: the greater, the worse; 0 for what is none.
func (s Severity) Rank() int {
	switch s {
	case Info:
		return 1
	case Warning:
		return 2
	case Critical:
		return 3
	}
	return 0
}
