package world

import (
	"fmt"
	"time"
)

// campaign is something that marketing runs and pays for.
type campaign struct {
	channel, id, name string
	account           string
	from, to          time.Time
	creatives         []string
	keywords          []string
	adGroups          []string
	fair              *fair
	dailyFen          int64 // usual cost of a day before rebate; 0: costs are entered by hand
}

func (c *campaign) runs(t time.Time) bool { return !t.Before(c.from) && t.Before(c.to) }

// fair is a trade fair with its list of scanned badges.
type fair struct {
	list, title string
	first       time.Time // midnight of the first day
	days        int
	cmp         *campaign
	scans       []*scan
}

var baiduThemes = []struct{ name, words string }{
	{"超声-品牌词", "便携超声 品牌"},
	{"超声-通用词", "彩超 多少钱"},
	{"生化分析-通用词", "全自动生化仪 价格"},
	{"化学发光-竞品词", "化学发光仪 厂家"},
	{"DR影像-行业词", "数字化X光机 招标"},
	{"手术室净化-长尾词", "净化手术室 施工"},
}

var fairTitles = []string{"春季国际医疗器械展示会", "华岚医学影像学术年会", "检验医学与输血仪器展", "手术与急救装备展", "基层医疗设备采购会", "秋季国际医疗器械展示会"}

var articles = []string{"三步读懂化学发光选型", "县域医院影像科建设案例", "手术室净化验收要点", "设备维保合同怎么签", "生化试剂成本算账"}

// makeCampaigns makes what runs during the year, and more of each in the full size.
func (g *gen) makeCampaigns() {
	more := max(1, min(4, g.leads/20000))
	for i := range 6 * more {
		t := baiduThemes[i%6]
		name := t.name
		if i >= 6 {
			name += fmt.Sprintf("-%d组", i/6+1)
		}
		g.campaign(&campaign{
			channel: "baidu_sem", id: fmt.Sprintf("%d", 500000001+i), name: name, account: BaiduAccount,
			creatives: []string{"专家一对一选型", "三甲医院同款", "本周询价送耗材"}, keywords: []string{t.words, t.words + " 参数"},
			adGroups: []string{t.name + "-PC", t.name + "-移动"}, dailyFen: g.scaled(int64(6_500+1_900*(i%6))) / int64(more),
		})
	}
	for i := range 3 * more {
		from := g.start.AddDate(0, 4*(i%3), 0)
		to := from.AddDate(0, 4, 0)
		if i%3 == 2 {
			to = g.end.AddDate(10, 0, 0)
		}
		g.campaign(&campaign{channel: "douyin", id: fmt.Sprintf("7301%06d", 11+i), name: fmt.Sprintf("抖音-设备开箱第%d季", i+1), account: "dy-demo", from: from, to: to, creatives: []string{"开箱视频A", "医生访谈B"}})
		g.campaign(&campaign{channel: "tencent_ads", id: fmt.Sprintf("9210%06d", 31+i), name: fmt.Sprintf("腾讯-朋友圈线索表单%d", i+1), account: "tx-demo", from: from, to: to, creatives: []string{"外层图1", "外层图2"}})
	}
	for i, a := range articles {
		from := g.start.AddDate(0, 2*i, 0)
		to := from.AddDate(0, 4, 0)
		if i == len(articles)-1 {
			to = g.end.AddDate(10, 0, 0)
		}
		g.campaign(&campaign{channel: "wechat_mp", name: "推文《" + a + "》", account: "mp-demo", from: from, to: to})
	}
	g.campaign(&campaign{channel: "website", name: "官网产品中心"})
	g.campaign(&campaign{channel: "website", name: "官网白皮书下载"})
	g.campaign(&campaign{channel: "call_400", name: "400热线"})
	g.campaign(&campaign{channel: "referral", name: "老客户转介绍"})
	g.campaign(&campaign{channel: "partner", name: "经销商报备"})
	g.campaign(&campaign{channel: "outbound_call", id: "OB-2026-01", name: "存量客户外呼"})
	g.campaign(&campaign{channel: "wecom", name: "企微渠道活码"})
	for i, title := range fairTitles {
		g.makeFair(i, title)
	}
}

func (g *gen) campaign(c *campaign) *campaign {
	if c.from.IsZero() {
		c.from, c.to = g.start, g.end.AddDate(10, 0, 0)
	}
	g.campaigns = append(g.campaigns, c)
	g.byChannel[c.channel] = append(g.byChannel[c.channel], c)
	return c
}

func (g *gen) makeFair(i int, title string) {
	d := dice{source(g.seed, "fair", i)}
	first := atDay(g.start.AddDate(0, 0, 30+57*i+d.IntN(10)), 0, 0)
	f := &fair{list: fmt.Sprintf("fair-%s-%d", first.Format("200601"), i+1), title: first.Format("2006年") + title, first: first, days: 3 + d.IntN(2)}
	f.cmp = g.campaign(&campaign{channel: "trade_fair", id: f.list, name: f.title, account: "fair", fair: f, from: first, to: first.AddDate(0, 0, f.days)})
	g.fairs = append(g.fairs, f)
}
