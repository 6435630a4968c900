package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/pipelines/notify"
	"github.com/heliuhub/heliu/record"
)

var _ notify.SendStore = (*Store)(nil)

var (
	qNoticesWaiting = sql("NoticesWaiting")
	qNoticeFold     = sql("NoticeFold")
	qNoticeTried    = sql("NoticeTried")
)

// WaitingNotices implements notify.SendStore.
func (s *Store) WaitingNotices(ctx context.Context, ws record.WorkspaceID, now time.Time, channels notify.Channels) (out notify.Waiting, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		out = notify.Waiting{Spent: map[record.ConnectionID]int{}}
		var err error
		if out.Notices, err = all(ctx, reading{tx}, qNoticesWaiting, func(row pgx.CollectableRow) (n notify.Stored, err error) {
			var spent int
			err = row.Scan(&n.ID, &n.Target.Channel, &n.Target.Person, &n.Level, &n.Severity, &n.Title, &n.Body, &n.Path, &n.Alerts, &n.TestBy, &n.Tries, &n.CreatedAt, &spent)
			out.Spent[n.Target.Channel] = spent
			return n, err
		}, now); err != nil || len(out.Notices) == 0 {
			return err
		}
		if out.People, err = alertPeople(ctx, tx); err != nil {
			return err
		}
		if out.Channels, err = alertChannels(ctx, tx, channels, nil, nil, nil); err != nil {
			return err
		}
		var slug string
		err = tx.QueryRow(ctx, sql("WorkspaceByID"), string(ws)).Scan(nil, &slug, nil, nil, nil, nil)
		out.Path = "/w/" + slug
		return err
	})
	return out, gone(err)
}

// FoldNotices implements notify.SendStore.
func (s *Store) FoldNotices(ctx context.Context, ws record.WorkspaceID, now time.Time, into centre.Notice, of []string) error {
	return gone(s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if err := insertNotice(ctx, tx, ws, now, into, ""); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, qNoticeFold, of, into.ID, now)
		return err
	}))
}

// NoticeTried implements notify.SendStore.
func (s *Store) NoticeTried(ctx context.Context, ws record.WorkspaceID, id string, t notify.Tried) error {
	next := t.Next
	if next.IsZero() {
		next = t.At
	}
	return gone(s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, qNoticeTried, id, string(t.State), t.At, t.Code, next)
		return err
	}))
}

// ForgetNotices implements notify.SendStore.
func (s *Store) ForgetNotices(ctx context.Context, ws record.WorkspaceID) error {
	return gone(s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql("NoticesForget"))
		return err
	}))
}
