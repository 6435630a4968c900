package roi

import (
	"cmp"
	"slices"
	"time"

	"github.com/heliuhub/heliu/record"
)

// Touch is one contact of marketing with an account: a lead at the moment it was
// submitted.
type Touch struct {
	Key          string // record name, <connection>/<stream>/<key>; breaks every tie
	Account      string // golden record it belongs to; empty: none (ambiguous_employer)
	Person       string // golden person; empty: the lead names nobody
	At           time.Time
	Channel      string
	Campaign     string // CampaignKey; named within its channel
	CampaignName string // for people; never compared
	Creative     string
}

// CampaignKey is what a campaign is compared by: its id, or its name where there is
// no id (docs/rules.md, Touches that count).
func CampaignKey(id, name string) string {
	if id != "" {
		return id
	}
	return name
}

// TouchOf makes the touch of a lead. key is the lead's record name, account and
// person are golden records.
func TouchOf(key, account, person string, l record.Lead) Touch {
	return Touch{
		Key: key, Account: account, Person: person, At: l.CreatedAt, Channel: l.Channel,
		Campaign: CampaignKey(l.CampaignID, l.Campaign), CampaignName: l.Campaign, Creative: l.Creative,
	}
}

// RepeatWithin is how long after a kept touch the same person doing the same thing
// is still the same touch.
const RepeatWithin = 30 * time.Minute

// The reasons for which a touch does not count.
const (
	LeftNoAccount = "no_account" // nobody can say whose touch it is
	LeftRepeat    = "repeat"     // same person, channel, campaign and creative within RepeatWithin
	LeftDailyCap  = "daily_cap"  // the account's day already has one of that channel and campaign
)

// Left is a touch that does not count, with the reason and the touch it gave way to.
type Left struct {
	Touch
	Reason string
	By     string // key of the kept (repeat) or counted (daily_cap) touch
}

type repeatKey struct{ account, person, channel, campaign, creative string }

type dayKey struct {
	account           string
	day               record.Date
	channel, campaign string
}

// Count divides touches, of any number of accounts and in any order, into those
// that count and those left out (docs/rules.md, Touches that count). A key given
// twice is one touch. Both answers are ordered by account, time and key.
func Count(touches []Touch) (counted []Touch, left []Left) {
	ts := slices.Clone(touches)
	slices.SortFunc(ts, func(a, b Touch) int { return cmp.Or(cmp.Compare(a.Account, b.Account), earlier(a, b)) })
	kept := map[repeatKey]Touch{}
	daily := map[dayKey]string{}
	seen := make(map[string]bool, len(ts))
	for _, t := range ts {
		if seen[t.Key] {
			continue
		}
		seen[t.Key] = true
		if t.Account == "" {
			left = append(left, Left{Touch: t, Reason: LeftNoAccount})
			continue
		}
		if t.Person != "" {
			rk := repeatKey{t.Account, t.Person, t.Channel, t.Campaign, t.Creative}
			if k, ok := kept[rk]; ok && t.At.Sub(k.At) <= RepeatWithin {
				left = append(left, Left{t, LeftRepeat, k.Key})
				continue
			}
			kept[rk] = t
		}
		dk := dayKey{t.Account, record.DateOf(t.At), t.Channel, t.Campaign}
		if by, ok := daily[dk]; ok {
			left = append(left, Left{t, LeftDailyCap, by})
			continue
		}
		daily[dk] = t.Key
		counted = append(counted, t)
	}
	return counted, left
}

// earlier orders touches by (time, touch key).
func earlier(a, b Touch) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Key, b.Key)) }
