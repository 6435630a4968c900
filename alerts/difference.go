package alerts

import (
	"fmt"
	"time"

	"github.com/heliuhub/heliu/record"
)

// DifferenceEvent is the alarm of a stream of which source and hub do not hold the same
// records in a window: how many the hub lacks, the source lacks, and both have otherwise.
func DifferenceEvent(c record.ConnectionID, stream string, from, to time.Time, missingHub, missingSource, different int64) Event {
	a, b := from.In(record.Shanghai).Format("2006-01-02 15:04"), to.In(record.Shanghai).Format("2006-01-02 15:04")
	return Event{
		Kind: Difference, Severity: Warning, Connection: c, Stream: stream,
		Text: Text{
			fmt.Sprintf("对数有差异（%s 至 %s）：本系统缺%d条，源系统缺%d条，内容不同%d条；请在“对数”页查看并按需回补", a, b, missingHub, missingSource, different),
			fmt.Sprintf("source and hub differ (%s to %s): the hub lacks %d, the source lacks %d, %d are not alike; see the page Comparison and read the window again where needed", a, b, missingHub, missingSource, different),
		},
		Detail: map[string]any{"from": from, "to": to, "missing_hub": missingHub, "missing_source": missingSource, "different": different},
	}
}
