package letters

import (
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// Try says what the mapping in force makes of a record, and stores nothing. The error
// is the fault with which the map stage would make a dead letter of it.
func Try(sm pipelines.StreamMapping, r record.Record) (mapping.Result, error) {
	if r.Op == record.Delete {
		return mapping.Result{}, nil
	}
	m, err := mapping.Parse(sm.ConnectionName+"/"+r.Stream, sm.YAML)
	if err != nil {
		return mapping.Result{}, fault.New("mapping_failed", err)
	}
	return m.Apply(r, mapping.Env{Settings: sm.Settings, Now: r.ReceivedAt})
}
