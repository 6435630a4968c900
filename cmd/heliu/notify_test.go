package main

import (
	"testing"

	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/connectors/all"
)

// A connection that can carry messages tells persons or a group, by how it is set up, and
// stays below what robots may send.
func TestChannelOf(t *testing.T) {
	for _, c := range []struct {
		connector string
		settings  map[string]any
		via       centre.Via
		is        bool
	}{
		{"wecom", map[string]any{"agent_id": 1000002.0}, centre.WeCom, true},
		{"wecom", map[string]any{}, "", true},
		{"dingtalk", map[string]any{"agent_id": ""}, "", true},
		{"dingtalk", map[string]any{"agent_id": "42"}, centre.DingTalk, true},
		{"email", nil, centre.Email, true},
		{"sms", nil, centre.Mobile, true},
		{"webhook", nil, "", true},
		{"kingdee", nil, "", false},
		{"nothing", nil, "", false},
	} {
		got, is := channelOf(c.connector, c.settings)
		if is != c.is || got.Via != c.via || is && got.Group != (c.via == "") {
			t.Errorf("%s %v: %+v, %t", c.connector, c.settings, got, is)
		}
		if is && (c.connector == "wecom" || c.connector == "dingtalk") && got.PerMinute >= 20 {
			t.Errorf("%s may send %d a minute: its robot is muted at 20", c.connector, got.PerMinute)
		}
	}
	for _, k := range all.Connectors() {
		if k.NewNotifier != nil && channelBudgets[k.Spec.Name] == 0 {
			t.Errorf("%s carries messages and has no budget", k.Spec.Name)
		}
	}
}
