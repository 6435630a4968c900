package crm

import (
	"context"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

var _ connectors.Windowed = (*source)(nil)

// ReadWindow lists the rows of an object whose updated_at lies in w. Rows that cannot be
// read have no time and lie in no window.
func (s *source) ReadWindow(ctx context.Context, stream string, w connectors.Window, from connectors.State, emit connectors.Emit) error {
	if !known(stream) {
		return fault.Newf("source_refused", "there is no stream %q", stream)
	}
	st, err := parseState(from)
	if err != nil {
		return err
	}
	if !st.Open {
		st = state{} // the window was read to its end: once more
	}
	l := &listing{source: s, stream: stream, emit: emit, saved: st, never: !st.Open, window: &w}
	return l.read(ctx)
}
