package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Looking through contents takes lookFor at most, of each list of them, and stops when
// lookEnough records were found.
const (
	lookFor    = 1200 * time.Millisecond
	lookEnough = 10
	lookLeast  = 3 // characters of a number that is looked for in contents
)

// carrier is a landed record in whose content the number stands.
type carrier struct {
	connection, stream, key string
	part                    int
	off                     int64
	received                time.Time
}

// carriers looks through one list of contents. all tells whether it came to its end.
func (q reading) carriers(ctx context.Context, query, number string) (found []carrier, seen int, oldest time.Time, all bool, err error) {
	rows, err := q.tx.Query(ctx, query)
	if err != nil {
		return nil, 0, oldest, false, err
	}
	defer rows.Close()
	until := clock.System{}.Now().Add(lookFor)
	var c carrier
	var payload []byte
	for rows.Next() {
		if err := rows.Scan(&c.connection, &c.stream, &c.key, &c.part, &c.off, &c.received, &payload); err != nil {
			return found, seen, oldest, false, err
		}
		seen++
		oldest = c.received
		text, err := unpack(payload)
		if err == nil && record.CarriesNumber(text, number) {
			if found = append(found, c); len(found) == lookEnough {
				return found, seen, oldest, false, nil
			}
		}
		if (clock.System{}).Now().After(until) {
			return found, seen, oldest, false, nil
		}
	}
	return found, seen, oldest, true, rows.Err()
}

// search looks for a number in the contents of records: always in what waits or is held
// back, since nothing else names it, and in all others, the latest first, when known is
// false: nothing is known by the number.
func (q reading) search(ctx context.Context, number string, known bool, note func(carrier)) (looked views.Looked, err error) {
	looked.Complete = true
	if len(number) < lookLeast {
		looked.Complete = false
		return looked, nil
	}
	through := func(name string, held bool) (int, error) {
		found, seen, oldest, all, err := q.carriers(ctx, sql(name), number)
		looked.Records += seen
		if held {
			looked.Complete = looked.Complete && all
		} else if seen > 0 && !all {
			looked.Since = utc(&oldest)
		}
		for _, c := range found {
			note(c)
		}
		return len(found), err
	}
	n := 0
	for _, name := range []string{"ReadPayloadsWaiting", "ReadPayloadsDead"} {
		found, err := through(name, true)
		if err != nil {
			return looked, err
		}
		n += found
	}
	for _, name := range []string{"ReadPayloadsDropped", "ReadPayloadsLatest"} {
		if known || n > 0 {
			break
		}
		found, err := through(name, false)
		if err != nil {
			return looked, err
		}
		n += found
	}
	return looked, nil
}

// supersededStep tells that the number stands in a version of a record that is not the
// current one; nil where it is.
func (q reading) supersededStep(ctx context.Context, c carrier) (*views.Step, error) {
	var part int
	var off int64
	var skip struct {
		text           string
		n              int
		occurred, came time.Time
	}
	err := q.tx.QueryRow(ctx, sql("ReadSource"), c.connection, c.stream, c.key).
		Scan(&skip.text, &skip.text, &skip.occurred, &skip.came, &skip.n, &skip.n, &skip.text, &part, &off)
	if isNoRows(err) || err == nil && part == c.part && off == c.off {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	at := c.received
	s := step("superseded", "info", &at, "这个编号写在这条记录的另一个版本里，现行版本没有写它：已被更新的内容取代", "the number stands in another version of this record, not in the current one: newer content replaced it")
	return &s, nil
}

// refused finds what doors refused of a number.
func (q reading) refused(ctx context.Context, number string) ([]views.TraceRefusal, error) {
	pattern := ""
	if len(number) >= 4 {
		pattern = like(number)
	}
	return all(ctx, q, sql("ReadDoorRefusals"), func(row pgx.CollectableRow) (r views.TraceRefusal, err error) {
		var connector string
		err = row.Scan(&r.Connection, &r.Name, &r.Title, &connector, &r.Code, &r.Number, &r.FirstAt, &r.LastAt, &r.Count)
		r.Message = *views.TextOf(r.Code)
		r.FirstAt, r.LastAt = r.FirstAt.UTC(), r.LastAt.UTC()
		return r, err
	}, number, pattern)
}

// similar finds documents whose number contains a text. It reads many rows, so it is
// given little time; nothing is found where that does not do.
func (r *Reader) similar(ctx context.Context, ws record.WorkspaceID, number string) (out []views.SimilarNumber, err error) {
	out = []views.SimilarNumber{}
	if len(number) < lookLeast {
		return out, nil
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		if _, err := q.tx.Exec(ctx, sql("SearchTimeout")); err != nil {
			return err
		}
		out, err = all(ctx, q, sql("ReadSimilarNumbers"), func(row pgx.CollectableRow) (s views.SimilarNumber, err error) {
			err = row.Scan(append([]any{&s.Kind, &s.Number}, refColumns(&s.Record)...)...)
			nameRef(&s.Record)
			return s, err
		}, like(number))
		return err
	})
	if err != nil && ctx.Err() == nil && fault.KindOf(err) != fault.NotFound {
		return []views.SimilarNumber{}, nil
	}
	return out, err
}
