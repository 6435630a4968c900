// Package fake is a local DingTalk: both server APIs, a group robot and the page of the
// scan in one http.Handler, with the quirks of the real one. It uses none of the
// connector's code.
package fake

import "time"

// Clock tells the time.
type Clock interface{ Now() time.Time }

// Data is what a fresh server holds.
type Data struct {
	AppKey, AppSecret, AgentID string
	RobotToken                 string
	RobotSecret                string // signs when set
	Keyword                    string // must stand in the text when set
	Members                    []Member
}

// Member is a person with DingTalk on the phone.
type Member struct {
	UserID, UnionID, Nick string
	Outside               bool // no member of the organisation
	Contact               bool // an outside contact: known, and no member
}

// Example is an organisation made up for tests and the demo.
func Example() Data {
	return Data{
		AppKey: "dingdemo00000001", AppSecret: "demo-dingtalk-app-secret-not-real", AgentID: "1000000001",
		RobotToken: "demo-robot-token-not-real-0001", RobotSecret: "SECdemo0123456789",
		Members: []Member{
			{UserID: "manager0001", UnionID: "uDemo0001", Nick: "示例经理"},
			{UserID: "0123456789", UnionID: "uDemo0002", Nick: "示例销售"},
			{UserID: "it-0003", UnionID: "uDemo0003", Nick: "示例信息部"},
			{UserID: "visitor", UnionID: "uDemo0009", Nick: "示例访客", Outside: true},
			{UserID: "partner", UnionID: "uDemo0010", Nick: "示例外部联系人", Contact: true},
		},
	}
}

// What the real system does by itself.
const (
	TokenLife   = 2 * time.Hour
	CodeLife    = 5 * time.Minute
	RobotMinute = 20 // messages a minute of one robot, then
	Muted       = 10 * time.Minute
	signWindow  = time.Hour
)

// Delivery is a message that arrived: at a member, or with an empty To in the group.
type Delivery struct {
	To    string    `json:"to"`
	At    time.Time `json:"at"`
	Kind  string    `json:"kind"` // oa, text
	Title string    `json:"title,omitempty"`
	Text  string    `json:"text"`
	URL   string    `json:"url,omitempty"`
	Color string    `json:"color,omitempty"`
}
