package privacy

import "time"

// Class is a class of data that is kept for a time.
type Class struct {
	ID      string `json:"id"`
	Zh      string `json:"zh"`
	En      string `json:"en"`
	Days    int    `json:"days" doc:"how long it is kept; 0: for ever"`
	Default int    `json:"default" doc:"the program's own period"`
	Least   int    `json:"least" doc:"the shortest period that may be set"`
	Fixed   bool   `json:"fixed" doc:"nobody changes it"`
	Version int    `json:"version" doc:"0: the program's own"`
	Held    bool   `json:"held" doc:"under legal hold: nothing of it is deleted"`
	Due     int64  `json:"due" doc:"rows whose time is over"`
	Kept    int64  `json:"kept" doc:"rows whose time is over and that stay: held, or a dead letter needs them"`
}

// The classes.
const (
	ClassRaw         = "raw"
	ClassRawOld      = "raw_old"
	ClassDeadLetter  = "dead_letter"
	ClassJob         = "job"
	ClassAlert       = "alert"
	ClassSession     = "session"
	ClassIdempotency = "idempotency"
	ClassOutbox      = "outbox"
	ClassContact     = "contact"
	ClassFile        = "file"
	ClassConsent     = "consent"
	ClassErasure     = "erasure"
	ClassAudit       = "audit"
)

// Classes lists them with the periods that hold until a workspace sets its own.
var Classes = []Class{
	{ID: ClassRaw, Zh: "原始报文", En: "What sources sent", Default: 1095, Least: 30},
	{ID: ClassRawOld, Zh: "原始报文的旧版本", En: "Earlier versions of what sources sent", Default: 180, Least: 8},
	{ID: ClassFile, Zh: "上传的文件", En: "Uploaded files", Default: 1095, Least: 30},
	{ID: ClassDeadLetter, Zh: "已了结的死信", En: "Settled dead letters", Default: 180, Least: 7},
	{ID: ClassJob, Zh: "重放、回补与对账任务", En: "Replays, backfills and comparisons", Default: 365, Least: 7},
	{ID: ClassAlert, Zh: "已关闭的告警与消息", En: "Closed alerts and their messages", Default: 365, Least: 7},
	{ID: ClassContact, Zh: "触达记录", En: "Contacts with persons", Default: 400, Least: 31},
	{ID: ClassSession, Zh: "登录会话与登录链接", En: "Sessions and sign-in links", Default: 90, Least: 1},
	{ID: ClassOutbox, Zh: "已发布的变更事件", En: "Published events", Default: 30, Least: 1},
	{ID: ClassIdempotency, Zh: "接口应答缓存", En: "Kept answers of the API", Default: 2, Least: 1},
	{ID: ClassConsent, Zh: "同意记录", En: "Consent", Fixed: true},
	{ID: ClassErasure, Zh: "删除名单与报告", En: "Keyed hashes and reports of erasures", Fixed: true},
	{ID: ClassAudit, Zh: "操作记录", En: "The audit trail", Fixed: true},
}

// Cutoff gives the moment before which data of the class go; ok is false for what stays.
func (c Class) Cutoff(now time.Time) (before time.Time, ok bool) {
	if c.Fixed || c.Days <= 0 || c.Held {
		return time.Time{}, false
	}
	return now.AddDate(0, 0, -c.Days), true
}

// RetentionRun is what one run deleted.
type RetentionRun struct {
	At     time.Time        `json:"at"`
	By     string           `json:"by"`
	Result map[string]int64 `json:"result" doc:"rows by class"`
}

// Processing is one activity of processing personal data, with where its data stand.
type Processing struct {
	ID      string   `json:"id"`
	Zh      string   `json:"zh"`
	En      string   `json:"en"`
	Basis   Basis    `json:"basis" enum:"consent,contract,legal_duty,employment,disclosed"`
	Class   string   `json:"class" doc:"how long: the class of data; empty: as long as the source has it"`
	Columns []Column `json:"columns" nullable:"false" doc:"where its data stand"`
}

// Column is a registered place of personal data.
type Column struct {
	Table  string `json:"table"`
	Column string `json:"column"`
	Class  string `json:"class" enum:"personal,sensitive"`
	How    string `json:"how" doc:"how a person is found in it"`
}

// Processings are the activities under which columns are registered (heliu_personal).
var Processings = []Processing{
	{ID: "raw", Zh: "接收并保存各系统的原始报文", En: "Taking in and keeping what systems send", Basis: ByContract, Class: ClassRaw},
	{ID: "entity", Zh: "按映射整理成统一的业务数据", En: "Mapping it onto one model", Basis: ByContract},
	{ID: "golden", Zh: "合并成客户与个人的黄金档案", En: "Merging it into golden records", Basis: ByContract},
	{ID: "attribution", Zh: "营销归因", En: "Marketing attribution", Basis: ByConsent},
	{ID: "accounting", Zh: "收款核销", En: "Matching payments", Basis: ByLaw},
	{ID: "file", Zh: "导入上传的名单", En: "Reading uploaded lists", Basis: ByConsent, Class: ClassFile},
	{ID: "dead_letter", Zh: "处理无法入库的记录", En: "Working on what could not be taken in", Basis: ByContract, Class: ClassDeadLetter},
	{ID: "alert", Zh: "告警与通知", En: "Alerts and notices", Basis: ByContract, Class: ClassAlert},
	{ID: "job", Zh: "重放、回补与对账", En: "Replays, backfills and comparisons", Basis: ByContract, Class: ClassJob},
	{ID: "idempotency", Zh: "接口防重复", En: "Answering a repeated request once", Basis: ByContract, Class: ClassIdempotency},
	{ID: "connection", Zh: "连接外部系统", En: "Connecting systems", Basis: ByContract},
	{ID: "account", Zh: "账号与登录", En: "Accounts and sign-in", Basis: ByEmployer, Class: ClassSession},
	{ID: "employment", Zh: "员工与组织", En: "Employees and units", Basis: ByEmployer},
	{ID: "privacy", Zh: "履行个人信息保护义务", En: "Meeting the duties of data protection", Basis: ByLaw, Class: ClassErasure},
	{ID: "audit", Zh: "操作留痕", En: "The audit trail", Basis: ByLaw, Class: ClassAudit},
}
