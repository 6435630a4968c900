package world

import (
	"strconv"

	"github.com/heliuhub/heliu/connectors/baidu/fake"
	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/record"
)

// BaiduData gives the reports of the past with their restatements.
func (w *World) BaiduData() fake.Data {
	user, _ := strconv.ParseInt(BaiduUser, 10, 64)
	d := fake.Data{Accounts: []fake.Account{{UserName: BaiduAccount, UserID: user}}}
	at := map[string]int{}
	for _, e := range w.Past {
		s, ok := e.Rec.(*model.Spend)
		if !ok || e.Target != model.ConnBaidu {
			continue
		}
		if i, again := at[e.Key]; again {
			d.Rows[i].Restated = append(d.Rows[i].Restated, fake.Restatement{At: e.At, Impressions: s.Shown, Clicks: s.Clicks, Cost: yuan(s.Gross)})
			continue
		}
		at[e.Key] = len(d.Rows)
		id, _ := strconv.ParseInt(s.CampaignID, 10, 64)
		d.Rows = append(d.Rows, fake.Row{
			Account: s.Account, Day: record.Date(s.Day), CampaignID: id, CampaignName: s.Campaign,
			Impressions: s.Shown, Clicks: s.Clicks, Cost: yuan(s.Gross), VisibleFrom: e.At,
		})
	}
	return d
}
