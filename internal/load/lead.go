package load

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Lead is one made-up lead, different from every other of its seed.
type Lead struct {
	ID     string // event_id of the body
	Mobile string
	Body   []byte // JSON, 0.7 to 1 KB
}

var (
	places    = []string{"江南", "海东", "云岭", "山南", "川西", "湖滨", "北原", "南岗"}
	kindsOf   = []string{"第一医院", "中医医院", "妇幼保健院", "康复医院", "口腔医院", "体检中心", "医疗科技有限公司", "器械贸易有限公司"}
	surnames  = []string{"赵", "钱", "孙", "周", "吴", "郑", "冯", "陈", "褚", "卫", "蒋", "沈"}
	channels  = []string{"website", "baidu_sem", "douyin", "wechat", "trade_fair"}
	campaigns = []string{"spring-launch", "ultrasound", "webinar", "brand", "retarget", "summer"}
)

// mobiles is how many different numbers MakeLead has before they repeat.
const mobiles = 90_000_000

// MakeLead gives lead i of a seed: a person of their own, and for two of three a
// company among some thousands. i is below 90 million.
func MakeLead(seed uint64, i int, now time.Time) (Lead, error) {
	// A step that has no factor in common with the range visits every number once.
	n := (seed*7_919_999 + uint64(i)*61_803_397) % mobiles
	l := Lead{ID: fmt.Sprintf("load-%x-%d", seed, i), Mobile: fmt.Sprintf("166%08d", n+5_000_000)}
	body := map[string]any{
		"event_id": l.ID, "contact_name": fmt.Sprintf("%s测试%d", surnames[n%12], n%10_000), "mobile": l.Mobile, "email": fmt.Sprintf("u%d.%x@example.com", i, seed),
		"channel": channels[n%5], "campaign": campaigns[n%6], "submitted_at": now.UTC().Format(time.RFC3339Nano), "product": "便携式超声 U30",
		"landing_page": fmt.Sprintf("https://www.example.com/products/u30?from=%s&c=%d", channels[n%5], n%40), "referrer": "https://search.example.net/result", "keyword": "便携式超声 价格",
		"message": "想了解产品的报价、交货期和售后服务，请在工作时间与我们联系。" + strings.Repeat("另需一份参数表。", int(n%8)),
		"utm":     map[string]string{"utm_source": channels[n%5], "utm_medium": "cpc", "utm_campaign": campaigns[n%6], "utm_content": fmt.Sprintf("creative-%d", n%40)},
	}
	if i%3 != 0 {
		body["company_name"] = fmt.Sprintf("%s%d号%s", places[n%8], n%997, kindsOf[n/8%8])
	}
	var err error
	l.Body, err = json.Marshal(body)
	return l, err
}
