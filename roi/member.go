package roi

import (
	"cmp"
	"slices"

	"github.com/heliuhub/heliu/record"
)

var unattributed = Member{ID: UnattributedID, Zh: "未归因", En: "Unattributed", Unattributed: true}

// place is where in the matrix a fact belongs.
type place struct {
	channel, campaign, campaignName, month string
	unattributed                           bool
}

// member gives the row or column of the place. Campaigns are named within their
// channel: two channels' campaigns of one name are two.
func (p place) member(d Dimension) Member {
	if d == ByMonth {
		return Member{ID: p.month, Zh: p.month, En: p.month, Month: p.month}
	}
	if p.unattributed {
		return unattributed
	}
	m := Member{ID: p.channel, Zh: p.channel, En: p.channel, Channel: p.channel}
	if i := channelAt(p.channel); i < len(record.Channels) {
		m.Zh, m.En = record.Channels[i].Zh, record.Channels[i].En
	}
	if d == ByCampaign {
		m.ID += "/" + p.campaign
		m.Campaign = p.campaign
		switch {
		case p.campaign == "":
			m.Zh, m.En = "未指定活动", "No campaign"
		case p.campaignName != "":
			m.Zh, m.En = p.campaignName, p.campaignName
		default:
			m.Zh, m.En = p.campaign, p.campaign
		}
	}
	return m
}

// merge settles the title of a member met twice: a name before the bare id, of two
// names the smaller, whatever the order of the facts.
func (m *Member) merge(o Member) {
	if m.Campaign == "" || o.Zh == m.Zh || o.Zh == o.Campaign {
		return
	}
	if m.Zh == m.Campaign || o.Zh < m.Zh {
		m.Zh, m.En = o.Zh, o.En
	}
}

// inOrder puts channels in the order of the reference table and unknown ones after
// them, campaigns below their channel, months ascending, the unattributed last.
func inOrder(a, b Member) int {
	return cmp.Or(cmp.Compare(rank(a.Unattributed), rank(b.Unattributed)), cmp.Compare(channelAt(a.Channel), channelAt(b.Channel)), cmp.Compare(a.ID, b.ID))
}

func rank(b bool) int {
	if b {
		return 1
	}
	return 0
}

func channelAt(id string) int {
	i := slices.IndexFunc(record.Channels, func(c record.Channel) bool { return c.ID == id })
	if i < 0 {
		return len(record.Channels)
	}
	return i
}
