package world

import (
	"time"

	"github.com/heliuhub/heliu/record"
)

// FirstDay is the first day of the default year: from when spend is read.
func FirstDay() string {
	return string(record.DateOf(DefaultEnd.Add(-366 * 24 * time.Hour)))
}
