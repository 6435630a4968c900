package views

import (
	"time"

	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/pipelines/calendar"
	"github.com/heliuhub/heliu/record"
)

// Made says who made a version of a document, and why.
type Made struct {
	Version int        `json:"version" doc:"0: nobody has saved one; the program's own is in force"`
	Reason  string     `json:"reason,omitempty"`
	By      string     `json:"by,omitempty"`
	At      *time.Time `json:"at,omitempty"`
}

// AlertRoutes says who is told what by which channel.
type AlertRoutes struct {
	Routes []centre.Route `json:"routes" nullable:"false" maxItems:"200" doc:"whom none names is told by owner, then by role"`
	// NotDefault are channels that are used only where a route or person names them.
	NotDefault []record.ConnectionID `json:"not_default" nullable:"false" maxItems:"100" doc:"channels (connection ids) that are used only where a route or person names them"`
}

// Alert is something that a person has to know.
type Alert struct {
	ID             string         `json:"id"`
	Kind           string         `json:"kind" doc:"see listAlertKinds"`
	KindTitle      Text           `json:"kind_title"`
	Severity       string         `json:"severity" enum:"info,warning,critical"`
	Connection     string         `json:"connection,omitempty" doc:"id; empty: the hub itself"`
	ConnectionName string         `json:"connection_name,omitempty"`
	Stream         string         `json:"stream,omitempty"`
	Subject        string         `json:"subject,omitempty"`
	Entity         string         `json:"entity,omitempty" doc:"kind/id of what it is about"`
	Text           Text           `json:"text" doc:"what happened and what to do"`
	Detail         map[string]any `json:"detail,omitempty"`
	FirstAt        time.Time      `json:"first_at"`
	LastAt         time.Time      `json:"last_at"`
	Count          int64          `json:"count"`
	State          string         `json:"state" enum:"open,acknowledged,closed"`
	AckedAt        *time.Time     `json:"acked_at,omitempty"`
	AckedBy        string         `json:"acked_by,omitempty"`
	AckedName      string         `json:"acked_name,omitempty"`
	ClosedAt       *time.Time     `json:"closed_at,omitempty"`
	ClosedBy       string         `json:"closed_by,omitempty" doc:"empty: it was over"`
	ClosedName     string         `json:"closed_name,omitempty"`
	Note           string         `json:"note,omitempty"`
	ToldAt         *time.Time     `json:"told_at,omitempty" doc:"the first message about it was made"`
	EscalatedAt    *time.Time     `json:"escalated_at,omitempty" doc:"nobody had acknowledged it in time"`
	Untold         string         `json:"untold,omitempty" enum:"muted,quiet,gathering,kind_off,no_audience,no_channel,no_address,no_manager" doc:"why nobody was told yet; no_manager: nobody to escalate to"`
	Mute           *AlertMute     `json:"mute,omitempty"`
}

// AlertQuery asks for a page of alerts, open ones first, then the latest first.
type AlertQuery struct {
	Page
	State      string // open (acknowledged and muted ones too), unseen, muted, closed
	Kind       string
	Severity   string
	Connection string // id
	Mine       string // account: what its owner was told of, owns or acknowledged
}

// AlertMute is why an alert is not told, and until when.
type AlertMute struct {
	Until  time.Time `json:"until"`
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	Whole  bool      `json:"whole" doc:"every alert of this kind and connection"`
}

// AlertMessage is one message to one recipient by one channel.
type AlertMessage struct {
	ID          string     `json:"id"`
	Channel     string     `json:"channel" doc:"connection id"`
	ChannelName string     `json:"channel_name"`
	Person      string     `json:"person,omitempty" doc:"empty: the group of the channel"`
	PersonName  string     `json:"person_name,omitempty"`
	Escalated   bool       `json:"escalated" doc:"told because nobody had acknowledged it"`
	Severity    string     `json:"severity" enum:"info,warning,critical"`
	Title       string     `json:"title"`
	Body        string     `json:"body"`
	Alerts      int        `json:"alerts" doc:"how many it tells of"`
	Test        bool       `json:"test"`
	MadeAt      time.Time  `json:"made_at"`
	State       string     `json:"state" enum:"waiting,sent,failed,folded" doc:"folded: told by a later message"`
	Tries       int        `json:"tries"`
	NextAt      *time.Time `json:"next_at,omitempty" doc:"when it is tried again"`
	SentAt      *time.Time `json:"sent_at,omitempty"`
	Code        string     `json:"code,omitempty" doc:"why it has not got out"`
	Message     *Text      `json:"message,omitempty" doc:"the same in words"`
	FoldedInto  string     `json:"folded_into,omitempty"`
}

// AlertChannel is a connection that messages go out by.
type AlertChannel struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	Title   string     `json:"title"`
	Group   bool       `json:"group" doc:"a robot or webhook: one message, no recipient"`
	Via     string     `json:"via,omitempty" enum:"wecom,dingtalk,mobile,email" doc:"which address of a person it sends to"`
	Default bool       `json:"default"`
	On      bool       `json:"on"`
	Waiting int        `json:"waiting" doc:"messages that have not got out"`
	Since   *time.Time `json:"since,omitempty" doc:"the oldest of them"`
}

// AlertPerson is somebody who may be told.
type AlertPerson struct {
	ID      string   `json:"id" doc:"user:<account> or employee:<id>"`
	Name    string   `json:"name"`
	Roles   []string `json:"roles" nullable:"false"`
	Via     []string `json:"via" nullable:"false" doc:"addresses that are known: wecom, dingtalk, mobile, email"`
	Manager string   `json:"manager,omitempty" doc:"name"`
}

// ConnectionOwner says who is told of a connection first.
type ConnectionOwner struct {
	Connection string `json:"connection" doc:"id"`
	Name       string `json:"name"`
	Owner      string `json:"owner,omitempty" doc:"user:<account>; empty: nobody"`
}

// MyAlertSettings is how a person wants to be told.
type MyAlertSettings struct {
	Quiet    calendar.Quiet        `json:"quiet" nullable:"false" maxItems:"20" doc:"hours in which only critical alerts are told"`
	Channels []record.ConnectionID `json:"channels" nullable:"false" maxItems:"50" doc:"channels (connection ids); none: all default ones"`
	English  bool                  `json:"english" doc:"messages are in English"`
	Version  int                   `json:"version" doc:"0: nothing is set yet"`
}
