// Package fake is a local server that behaves as Baidu's marketing API does: OAuth
// with a refresh token that dies when used, the report service with its own
// envelope, paging, limits, restated costs and the names of deleted things.
//
// New makes an http.Handler; whoever wants it on a port mounts it.
package fake

import (
	"time"

	"github.com/heliuhub/heliu/record"
)

// Clock is what the server reads the time from.
type Clock interface{ Now() time.Time }

// Data is what the server starts with. Zero fields get the defaults named beside them.
type Data struct {
	Access   Access
	Accounts []Account // one, demo-account, when empty
	Rows     []Row
	Deleted  []Deletion

	// SingleObject makes report answers carry body.data as an object, not as a list.
	SingleObject bool
}

// Account is an advertiser's account.
type Account struct {
	UserName string
	UserID   int64
}

// Access is the OAuth application. Its zero value is replaced by DefaultAccess.
type Access struct {
	AppID, SecretKey string
	UserID           int64  // who consented: the account itself or its manager
	RefreshToken     string // the first one, as the consent page gives it
	AccessLife       time.Duration
	RefreshLife      time.Duration
	QPS              int // calls a second to the report service; 50
	MaxRowCount      int // most rows of one page; 1,000
}

// DefaultAccess is the access that a connection of the demo uses. Its secrets are made up.
func DefaultAccess() Access {
	return Access{
		AppID: "fake-app-0001", SecretKey: "fake-secret-key-0001", UserID: 30000001,
		RefreshToken: "fake-refresh-token-0001", AccessLife: 24 * time.Hour, RefreshLife: 30 * 24 * time.Hour, QPS: 50, MaxRowCount: 1000,
	}
}

// Row is what one keyword (or, where AdGroupID or KeywordID is 0, one ad group or
// campaign) cost on one day. A report of a coarser level adds the rows up; a
// report of a finer level than a row has leaves the row out.
// (Account, Day, CampaignID, AdGroupID, KeywordID) is its identity.
type Row struct {
	Account      string // UserName; the first account's where empty
	Day          record.Date
	CampaignID   int64
	CampaignName string
	AdGroupID    int64
	AdGroupName  string
	KeywordID    int64 // wInfoId
	Keyword      string
	Impressions  int64
	Clicks       int64
	Cost         string // yuan, exact, at most 2 decimals: "3432.50"
	Conversions  int64
	// Restated lists later values, in the order of At. The last one whose At has
	// passed is what the reports show.
	Restated []Restatement
	// VisibleFrom is when the row comes into the reports; the start of the next day
	// where it is zero.
	VisibleFrom time.Time
	// EmptyMetrics makes the reports show "-" for cost, clicks and impressions that are 0.
	EmptyMetrics bool
}

// Deletion says that a campaign (AdGroupID and KeywordID 0), an ad group (KeywordID
// 0) or a keyword was deleted. From At on the NameStatus columns say so.
type Deletion struct {
	CampaignID, AdGroupID, KeywordID int64
	At                               time.Time
}

// Restatement is a later value of a row: the platform took back invalid clicks.
type Restatement struct {
	At          time.Time
	Impressions int64
	Clicks      int64
	Cost        string // yuan, exact
	Conversions int64
}
