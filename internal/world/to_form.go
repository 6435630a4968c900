package world

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

// utmSources is what the address of a page says where its form names no channel.
var utmSources = map[string]string{"douyin": "douyin", "tencent_ads": "tencent", "wechat_mp": "wechat_mp"}

// formBody gives a lead as its form posts it: the fields of the canonical lead and
// the event id. Every time it is sent it has the same bytes.
func formBody(l *model.Lead) ([]byte, error) {
	m := map[string]any{
		"event_id": l.Key, "contact_name": l.Who, "created_at": l.CreatedAt.Format(time.RFC3339), "region": l.Region,
	}
	for k, v := range map[string]string{
		"company_name": l.Company, "department": l.Department, "title": l.Title, "tax_id": l.TaxID, "mobile": l.Mobile, "phone": l.Phone,
		"email": l.Email, "wecom_external_id": l.Wecom, "product": l.Product, "message": l.Message, "campaign": l.Campaign,
		"campaign_id": l.CampaignID, "ad_group": l.AdGroup, "keyword": l.Keyword, "creative": l.Creative, "medium": l.Medium,
	} {
		if v != "" {
			m[k] = v
		}
	}
	if l.Click != "" {
		m["click_ids"] = map[string]string{"bd_vid": l.Click}
	}
	if !l.Implied {
		m["channel"] = l.Channel
	} else if s := utmSources[l.Channel]; s != "" {
		m["utm"] = map[string]string{"source": s}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(m) // object members come in ascending order
	return bytes.TrimSpace(b.Bytes()), err
}
