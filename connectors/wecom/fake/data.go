// Package fake is a local WeCom: the server API, a group robot and the page of the scan
// in one http.Handler, with the quirks of the real one. It uses none of the connector's
// code.
package fake

import "time"

// Clock tells the time.
type Clock interface{ Now() time.Time }

// Data is what a fresh server holds.
type Data struct {
	CorpID, Secret, RobotKey string
	AgentID                  int
	Members                  []Member
}

// Member is somebody of the organisation. Outside ones can scan and are no members.
type Member struct {
	UserID, Name string
	Outside      bool
	Unlicensed   bool // without an interface licence: gets nothing
}

// Example is an organisation made up for tests and the demo.
func Example() Data {
	return Data{
		CorpID: "ww0demo0000000001", Secret: "demo-wecom-app-secret-not-real", RobotKey: "00000000-demo-4000-8000-000000000001", AgentID: 1000002,
		Members: []Member{
			{UserID: "LiXiaoshou01", Name: "示例销售"},
			{UserID: "wang.jingli-02", Name: "示例经理"},
			{UserID: "ZhaoIT", Name: "示例信息部"},
			{UserID: "no_licence", Name: "示例无许可", Unlicensed: true},
			{UserID: "visitor", Name: "示例访客", Outside: true},
		},
	}
}

// What the real system does by itself.
const (
	TokenLife   = 2 * time.Hour
	CodeLife    = 5 * time.Minute
	RobotMinute = 20 // messages a minute of one robot
	titleRunes  = 128
	descRunes   = 512
	textBytes   = 2048
)

// Delivery is a message that arrived: at a member, or with an empty To in the group.
type Delivery struct {
	To     string    `json:"to"`
	At     time.Time `json:"at"`
	Kind   string    `json:"kind"` // textcard, text, markdown
	Title  string    `json:"title,omitempty"`
	Text   string    `json:"text"`
	URL    string    `json:"url,omitempty"`
	Button string    `json:"button,omitempty"`
}
