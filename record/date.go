package record

import (
	"encoding/json"
	"fmt"
	"time"
)

// Shanghai is the zone of every wall clock that names none.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// Date is a calendar day, YYYY-MM-DD, in Asia/Shanghai unless its source gave an offset.
type Date string

// DateOf gives the Shanghai day of a moment.
func DateOf(t time.Time) Date { return Date(t.In(Shanghai).Format(time.DateOnly)) }

// Time gives the first moment of the day in Shanghai; the zero time for no date.
func (d Date) Time() time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), Shanghai)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Month gives YYYY-MM.
func (d Date) Month() string {
	if len(d) < 7 {
		return ""
	}
	return string(d[:7])
}

// UnmarshalJSON refuses what is not a day of the calendar.
func (d *Date) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if s != "" {
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			return fmt.Errorf("date %q: want YYYY-MM-DD", s)
		}
	}
	*d = Date(s)
	return nil
}
