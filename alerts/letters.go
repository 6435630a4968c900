package alerts

import (
	"fmt"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// LetterLimit says from when on records that cannot be taken in are too many. What is
// 0 is not looked at.
type LetterLimit struct {
	Percent int // more than so many of 100 records,
	AtLeast int // of at least so many;
	Letters int // or more than so many in all,
	Minutes int // within so many minutes
}

// DefaultLetterLimit is that of a workspace that has set none.
var DefaultLetterLimit = LetterLimit{Percent: 5, AtLeast: 100, Letters: 50, Minutes: 15}

// Decides gives how many records need to be counted, at most, to judge a number of
// letters; 0: none.
func (l LetterLimit) Decides(letters int64) int64 {
	if l.Percent <= 0 || letters <= 0 {
		return 0
	}
	// letters·100 > percent·records needs records < letters·100/percent
	return max(letters*100/int64(l.Percent)+1, int64(l.AtLeast))
}

// TooMany tells whether so many letters among so many records are too many. records
// may be cut at Decides.
func (l LetterLimit) TooMany(letters, records int64) bool {
	if l.Letters > 0 && letters > int64(l.Letters) {
		return true
	}
	return l.Percent > 0 && records >= int64(l.AtLeast) && letters*100 > int64(l.Percent)*records
}

// LettersEvent is what a person is told of too many letters of a connection. code is
// the reason of most of them.
func LettersEvent(c record.ConnectionID, name string, l LetterLimit, letters, records int64, code string) Event {
	why := Text{code, code}
	if e, ok := fault.Catalog[code]; ok {
		why = Text{e.Zh, e.En}
	}
	e := Event{
		Kind: DeadLetters, Severity: Warning, Connection: c,
		Text: Text{
			fmt.Sprintf("连接“%s”在%d分钟内有%d条记录未能处理，最多的原因是：%s。请打开死信，修复映射或来源数据后重放", name, l.Minutes, letters, why.Zh),
			fmt.Sprintf("%d records of the connection %s could not be taken in within %d minutes, most of them because: %s. Open the dead letters, mend the mapping or the source, and replay them", letters, name, l.Minutes, why.En),
		},
		Detail: map[string]any{"letters": letters, "minutes": l.Minutes, "code": code},
	}
	if records > 0 {
		e.Detail["records"] = records
	}
	if l.Percent > 0 && records >= int64(l.AtLeast) && letters*2 > records {
		e.Severity = Critical // more fails than passes
	}
	return e
}
