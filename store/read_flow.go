package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Record gives a source record as it is now, with its payload, what became of it and
// the versions that came in. connection is an id or a name.
func (r *Reader) Record(ctx context.Context, ws record.WorkspaceID, connection, stream, key string) (s views.SourceRecord, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		s = views.SourceRecord{}
		ref, err := q.ref(ctx, connection, stream, key)
		if err != nil {
			return err
		}
		s.Record = ref
		var payload []byte
		arrivals, err := q.arrivals(ctx, ref)
		if err != nil {
			return err
		}
		s.Arrivals = make([]views.Arrival, len(arrivals))
		for i, a := range arrivals {
			s.Arrivals[i] = a.view
		}
		var day string
		var part int
		var off int64
		err = q.tx.QueryRow(ctx, sql("ReadSource"), ref.Connection, stream, key).
			Scan(&s.Version, &s.Op, &s.OccurredAt, &s.ReceivedAt, &s.MappingVersion, &s.Conflicts, &day, &part, &off)
		switch {
		case err == nil:
			s.Current = true
			if err := q.tx.QueryRow(ctx, sql("ReadRawPayload"), day, part, off).Scan(&payload); err != nil && !isNoRows(err) {
				return err
			}
		case !isNoRows(err):
			return err
		case len(arrivals) == 0:
			return fault.New("not_found", nil)
		default: // nothing of it was applied: the latest arrival is shown
			a := arrivals[0]
			payload = a.payload
			s.Version, s.Op, s.OccurredAt, s.ReceivedAt, s.MappingVersion = a.view.Version, a.view.Op, a.view.OccurredAt, a.view.ReceivedAt, a.mapping
		}
		if s.Payload, err = unpack(payload); err != nil {
			return err
		}
		if s.Entities, err = q.entitiesOf(ctx, ref); err != nil {
			return err
		}
		s.DeadLetters, err = all(ctx, q, sql("ReadDeadLettersOf"), scanDeadLetter, ref.Connection, stream, key)
		return err
	})
	return s, err
}

// ref finds the connection of a record by id or name.
func (q reading) ref(ctx context.Context, connection, stream, key string) (ref views.Ref, err error) {
	ref, err = one(ctx, q, sql("ReadConnectionNamed"), func(row pgx.CollectableRow) (r views.Ref, err error) {
		return r, row.Scan(&r.Connection, &r.ConnectionName, &r.Connector)
	}, connection)
	ref.Stream, ref.Key = stream, key
	nameRef(&ref)
	return ref, err
}

// unpack opens a stored payload.
func unpack(payload []byte) (string, error) {
	if len(payload) == 0 {
		return "", nil
	}
	b, err := zstdOut().DecodeAll(payload, nil)
	if err != nil {
		return "", fault.Newf("internal", "a stored payload does not unpack: %w", err)
	}
	return string(b), nil
}

type arrival struct {
	view    views.Arrival
	mapping int
	payload []byte
}

// arrivals gives the versions of a record that came in, newest first.
func (q reading) arrivals(ctx context.Context, ref views.Ref) ([]arrival, error) {
	return all(ctx, q, sql("ReadArrivals"), func(row pgx.CollectableRow) (a arrival, err error) {
		v := &a.view
		err = row.Scan(&v.Version, &v.Op, &v.OccurredAt, &v.ReceivedAt, &a.mapping, &a.payload, &v.Outcome, &v.Reason, &v.SettledAt)
		return a, err
	}, ref.Connection, ref.Stream, ref.Key)
}

// entitiesOf gives what the mapping made of a record.
func (q reading) entitiesOf(ctx context.Context, ref views.Ref) ([]views.Entity, error) {
	var found []int64
	out, err := all(ctx, q, sql("ReadEntities"), func(row pgx.CollectableRow) (e views.Entity, err error) {
		var id int64
		var data []byte
		if err := row.Scan(&id, &e.Kind, &e.Part, &data); err != nil {
			return e, err
		}
		found = append(found, id)
		e.Data, err = jsonObject(data)
		return e, err
	}, ref.Connection, ref.Stream, ref.Key)
	if err != nil {
		return nil, err
	}
	for i, id := range found {
		if out[i].Golden, err = all(ctx, q, sql("ReadGoldensOfEntity"), scanGoldenRef, id); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func afterID(after []string) (int64, error) {
	if len(after) == 0 {
		return 0, nil
	}
	n, err := idOf(after[0])
	if err != nil {
		return 0, fault.New("bad_cursor", nil)
	}
	return n, nil
}
