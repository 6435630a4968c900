package centre

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/record"
)

// shownGroups is how many groups a gathered message names.
const shownGroups = 5

// notice writes a message of one alert, or folds several into one.
func (d *decider) notice(b *pending) Notice {
	slices.SortFunc(b.alerts, func(x, y Alert) int { return int(x.ID - y.ID) })
	n := Notice{ID: noticeID(d.in, b), Target: b.target, Level: b.level}
	for _, a := range b.alerts {
		n.Alerts = append(n.Alerts, a.ID)
		if a.Severity.Rank() > n.Severity.Rank() {
			n.Severity = a.Severity
		}
	}
	english := b.person != nil && b.person.English
	if len(b.alerts) == 1 {
		a := b.alerts[0]
		n.Path = d.in.Path + "/alerts/" + strconv.FormatInt(a.ID, 10)
		if a.Kind == alerts.ApprovalWaiting { // where it is decided
			n.Path = d.in.Path + "/approvals/" + a.Subject
		}
		n.Title = headline(n.Severity, b.level, titleOf(a.Kind), english)
		n.Body = pick(a.Text, english)
		return n
	}
	n.Path = d.in.Path + "/alerts?state=open"
	n.Title = headline(n.Severity, b.level, alerts.Text{
		Zh: fmt.Sprintf("%d条告警", len(b.alerts)), En: fmt.Sprintf("%d alerts", len(b.alerts)),
	}, english)
	n.Body = d.folded(b.alerts, english)
	return n
}

// group is what a folded message counts together.
type group struct {
	kind       alerts.Kind
	connection record.ConnectionID
	worst      alerts.Severity
	count      int
	first      alerts.Text
}

// groups counts alerts by kind and connection: the worst first, then the biggest.
func groups(all []Alert) []group {
	type key struct {
		k alerts.Kind
		c record.ConnectionID
	}
	at := map[key]int{}
	var out []group
	for _, a := range all {
		k := key{a.Kind, a.Connection}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, group{kind: a.Kind, connection: a.Connection, first: a.Text})
		}
		g := &out[i]
		g.count++
		if a.Severity.Rank() > g.worst.Rank() {
			g.worst = a.Severity
		}
	}
	slices.SortStableFunc(out, func(x, y group) int {
		if x.worst != y.worst {
			return y.worst.Rank() - x.worst.Rank()
		}
		return y.count - x.count
	})
	return out
}

func (d *decider) folded(all []Alert, english bool) string {
	gs := groups(all)
	var lines []string
	rest := 0
	for i, g := range gs {
		if i >= shownGroups {
			rest += g.count
			continue
		}
		where := d.in.Names[g.connection]
		switch {
		case g.connection == "" && english:
			where = "the hub"
		case g.connection == "":
			where = "本系统"
		case where == "":
			where = string(g.connection)
		}
		switch {
		case g.count == 1:
			lines = append(lines, "· "+pick(g.first, english))
		case english:
			lines = append(lines, fmt.Sprintf("· %s, %s: %d", where, titleOf(g.kind).En, g.count))
		default:
			lines = append(lines, fmt.Sprintf("· %s · %s：%d条", where, titleOf(g.kind).Zh, g.count))
		}
	}
	if rest > 0 {
		if english {
			lines = append(lines, fmt.Sprintf("· and %d more", rest))
		} else {
			lines = append(lines, fmt.Sprintf("· 另有%d条", rest))
		}
	}
	return strings.Join(lines, "\n")
}

func titleOf(k alerts.Kind) alerts.Text {
	if i, ok := alerts.InfoOf(k); ok {
		return i.Title
	}
	return alerts.Text{Zh: string(k), En: string(k)}
}

func pick(t alerts.Text, english bool) string {
	if english {
		return t.En
	}
	return t.Zh
}

var severityNames = map[alerts.Severity]alerts.Text{
	alerts.Info:     {Zh: "提示", En: "Notice"},
	alerts.Warning:  {Zh: "警告", En: "Warning"},
	alerts.Critical: {Zh: "严重", En: "Critical"},
}

func headline(s alerts.Severity, level int, t alerts.Text, english bool) string {
	name := severityNames[s]
	if english {
		if level > 0 {
			return fmt.Sprintf("[%s, not acknowledged] %s", name.En, t.En)
		}
		return fmt.Sprintf("[%s] %s", name.En, t.En)
	}
	if level > 0 {
		return fmt.Sprintf("【%s·无人确认】%s", name.Zh, t.Zh)
	}
	return fmt.Sprintf("【%s】%s", name.Zh, t.Zh)
}

// Waiting is a message that has not gone out yet.
type Waiting struct {
	Notice
	English bool
}

// FoldNotices makes one message of several that wait for one target, such as after a
// channel was away: it names how many, and the newest ones.
func FoldNotices(path string, in []Waiting) Notice {
	if len(in) == 1 {
		return in[0].Notice
	}
	out := Notice{Target: in[0].Target, Path: path + "/alerts?state=open"}
	ids := map[int64]bool{}
	var parts []string
	for _, w := range in {
		for _, a := range w.Alerts {
			ids[a] = true
		}
		if w.Severity.Rank() > out.Severity.Rank() {
			out.Severity = w.Severity
		}
		out.Level = max(out.Level, w.Level)
		parts = append(parts, w.ID)
	}
	for id := range ids {
		out.Alerts = append(out.Alerts, id)
	}
	slices.Sort(out.Alerts)
	slices.Sort(parts)
	out.ID = hashOf(parts)
	english := in[0].English
	out.Title = headline(out.Severity, out.Level, alerts.Text{
		Zh: fmt.Sprintf("%d条告警（%d条消息合并）", len(out.Alerts), len(in)), En: fmt.Sprintf("%d alerts (%d messages in one)", len(out.Alerts), len(in)),
	}, english)
	var lines []string
	for i := len(in) - 1; i >= 0 && len(lines) < shownGroups; i-- {
		lines = append(lines, in[i].Title+" "+strings.SplitN(in[i].Body, "\n", 2)[0])
	}
	out.Body = strings.Join(lines, "\n")
	return out
}
