package alerts

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"time"

	"github.com/heliuhub/heliu/alerts/workdays"
	"github.com/heliuhub/heliu/record"
)

// Hour is what came of one stream within one hour of the clock.
type Hour struct {
	Start   time.Time // the full hour
	Records int64
	// Slots has a bit for each five minutes in which something came: bit 0 for the first
	// five. It tells an hour of one burst from an hour of steady flow.
	Slots uint16
}

const (
	slot         = 5 * time.Minute
	slotsAnHour  = int(time.Hour / slot)
	leastSilence = 30 * time.Minute // shorter silences say nothing
	fullest      = 0.95             // no stream is so steady that a single slot proves much
	enoughDays   = 5                // days of one kind from which on there is a usual
	lookBack     = 28 * 24 * time.Hour
)

// improbable is how unlikely a silence has to be: one in ten thousand.
var improbable = -math.Log(1e-4)

// SlotOf gives the bit of a moment within its hour.
func SlotOf(t time.Time) uint16 { return 1 << (t.Minute() / int(slot/time.Minute)) }

// usual is what one hour of the day is like on days of one kind.
type usual struct {
	records int64
	filled  float64 // share of the five minutes in which something comes
	known   bool
}

// Usual is what a stream is used to: for each hour of the day in Asia/Shanghai, on
// working days and on days off, the median over the days looked back at. Hours in which
// nothing came count as zero, from the first hour on that is known.
type Usual struct {
	hours [2][24]usual
	days  workdays.Calendar
}

// UsualOf works out what is usual at a moment from the hours before it, in any order.
// The running hour does not count. The calendar says which days are worked on: a
// holiday is a day off, and a weekend day that is made up for one is a working day.
func UsualOf(past []Hour, now time.Time, days workdays.Calendar) Usual {
	u := Usual{days: days}
	if len(past) == 0 {
		return u
	}
	have := map[int64]Hour{}
	first := now
	for _, h := range past {
		have[h.Start.Unix()] = h
		if h.Start.Before(first) {
			first = h.Start
		}
	}
	current := now.Truncate(time.Hour)
	if oldest := current.Add(-lookBack); first.Before(oldest) {
		first = oldest
	}
	var records [2][24][]int64
	var filled [2][24][]int64
	for at := first.Truncate(time.Hour); at.Before(current); at = at.Add(time.Hour) {
		kind, of := u.kindOf(at)
		h := have[at.Unix()]
		records[kind][of] = append(records[kind][of], h.Records)
		filled[kind][of] = append(filled[kind][of], int64(bits.OnesCount16(h.Slots)))
	}
	for kind := range u.hours {
		for of := range u.hours[kind] {
			if len(records[kind][of]) >= enoughDays {
				u.hours[kind][of] = usual{median(records[kind][of]), float64(median(filled[kind][of])) / float64(slotsAnHour), true}
			}
		}
	}
	return u
}

// kindOf tells working days (0) from days off (1), and the hour of the day, in Shanghai.
func (u Usual) kindOf(t time.Time) (kind, of int) {
	local := t.In(record.Shanghai)
	if !u.days.Worked(local) {
		kind = 1
	}
	return kind, local.Hour()
}

// median is the lower one of two.
func median(v []int64) int64 {
	slices.Sort(v)
	return v[(len(v)-1)/2]
}

// At gives how many records usually come within the hour of a moment; known is false
// where too few days were seen.
func (u Usual) At(t time.Time) (records int64, known bool) {
	kind, of := u.kindOf(t)
	x := u.hours[kind][of]
	return x.records, x.known
}

// Day gives how many records usually come within the hours of a day in Shanghai up to a
// moment, the running one by its share; known is false where an hour of it is not known.
func (u Usual) Day(t time.Time) (records int64, known bool) {
	local := t.In(record.Shanghai)
	start := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, record.Shanghai)
	for at := start; at.Before(t); at = at.Add(time.Hour) {
		n, ok := u.At(at)
		if !ok {
			return 0, false
		}
		if left := t.Sub(at); left < time.Hour {
			n = n * int64(left/time.Second) / 3600
		}
		records += n
	}
	return records, true
}

// Silent tells whether nothing has come for longer than chance explains. last is when
// the last record came; skip names moments that do not count, such as quiet hours and
// pauses. Each five minutes without a record would, by what is usual of its hour, be
// empty with a certain chance; the silence is a fault when all of them together are
// less likely than one in ten thousand, and it lasts at least half an hour.
func (u Usual) Silent(last, now time.Time, skip func(time.Time) bool) bool {
	counted, unlikely := time.Duration(0), 0.0
	from := last.Truncate(slot).Add(slot) // the five minutes of the last record are not empty
	for at := from; !at.Add(slot).After(now); at = at.Add(slot) {
		if skip != nil && skip(at) {
			continue
		}
		kind, of := u.kindOf(at)
		x := u.hours[kind][of]
		if !x.known || x.filled == 0 {
			continue
		}
		counted += slot
		unlikely -= math.Log(1 - min(x.filled, fullest))
		if counted >= leastSilence && unlikely >= improbable {
			return true
		}
	}
	return false
}

// SilenceEvent is the alarm of a stream that has fallen silent.
func SilenceEvent(c record.ConnectionID, connection, stream, title string, last, now time.Time, perHour int64) Event {
	since := last.In(record.Shanghai).Format("01-02 15:04")
	return Event{
		Kind: Silence, Severity: Critical, Connection: c, Stream: stream,
		Text: Text{
			fmt.Sprintf("连接 %s 的%s自 %s 起没有新记录（已%s；往常这个时段每小时约 %d 条）；请查看来源系统是否停止发送，或连接是否被改动", connection, title, since, spanZh(now.Sub(last)), perHour),
			fmt.Sprintf("nothing new came from %s, stream %s, since %s (%s; about %d an hour are usual now); see whether the system still sends, or the connection was changed", connection, stream, since, spanEn(now.Sub(last)), perHour),
		},
		Detail: map[string]any{"last_at": last.UTC().Format(time.RFC3339), "usual_per_hour": perHour},
	}
}

// SwitchedOffEvent is the alarm of a connection that a person has paused.
func SwitchedOffEvent(c record.ConnectionID, connection, by string) Event {
	return Event{
		Kind: SwitchedOff, Severity: Warning, Connection: c,
		Text: Text{
			fmt.Sprintf("连接 %s 已被暂停：不再读取，也不再接收；要继续请点“恢复”", connection),
			fmt.Sprintf("connection %s was paused: nothing is read or taken; resume it to go on", connection),
		},
		Detail: map[string]any{"by": by},
	}
}
