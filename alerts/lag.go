package alerts

import (
	"fmt"
	"time"
)

// StalledAfter is how long a station may have something before it and move nothing.
const StalledAfter = 30 * time.Second

// Stalled tells whether a station stands still: something waits before it and nothing
// of it was finished for a while. That more comes than is finished is no stall.
func Stalled(waiting int64, idle time.Duration) bool {
	return waiting > 0 && idle >= StalledAfter
}

// stations names the stations of the flow for people.
var stations = map[string]Text{
	"map":     {"字段映射", "mapping"},
	"apply":   {"入库", "applying"},
	"roi":     {"归因计算", "attribution"},
	"recon":   {"核销计算", "matching of payments"},
	"outbox":  {"变更发出", "sending of changes"},
	"deliver": {"写回", "writing back"},
}

// LagEvent is the alarm of a station that stands still. subject tells apart the parts
// of one station, such as its share of the records.
func LagEvent(station, subject string, waiting int64, idle time.Duration) Event {
	name, ok := stations[station]
	if !ok {
		name = Text{station, station}
	}
	return Event{
		Kind: Lag, Severity: Critical, Subject: subject,
		Text: Text{
			fmt.Sprintf("%s停住了：%d条在等，%s没有处理完一条；请查看服务日志中“a record waits”一行写明的原因", name.Zh, waiting, spanZh(idle)),
			fmt.Sprintf("%s stands still: %d wait and none was finished for %s; the log line “a record waits” says why", name.En, waiting, spanEn(idle)),
		},
		Detail: map[string]any{"station": station, "waiting": waiting, "idle_seconds": int64(idle / time.Second)},
	}
}

// spanZh and spanEn say a length of time with one unit.
func spanZh(d time.Duration) string {
	n, unit := span(d)
	return fmt.Sprintf("%d%s", n, map[string]string{"s": "秒", "min": "分钟", "h": "小时", "d": "天"}[unit])
}

func spanEn(d time.Duration) string {
	n, unit := span(d)
	return fmt.Sprintf("%d %s", n, unit)
}

func span(d time.Duration) (int64, string) {
	switch {
	case d < 2*time.Minute:
		return int64(d / time.Second), "s"
	case d < 2*time.Hour:
		return int64(d / time.Minute), "min"
	case d < 48*time.Hour:
		return int64(d / time.Hour), "h"
	}
	return int64(d / (24 * time.Hour)), "d"
}
