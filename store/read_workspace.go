package store

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// WorkspaceOf gives a living workspace.
func (r *Reader) WorkspaceOf(ctx context.Context, id record.WorkspaceID) (views.Workspace, error) {
	if !isUUID(string(id)) {
		return views.Workspace{}, fault.New("not_found", nil)
	}
	return workspaceView(r.s.Workspace(ctx, id))
}

// WorkspaceNamed gives the living workspace of a slug.
func (r *Reader) WorkspaceNamed(ctx context.Context, slug string) (views.Workspace, error) {
	return workspaceView(r.s.WorkspaceBySlug(ctx, slug))
}

func workspaceView(w Workspace, err error) (views.Workspace, error) {
	if err != nil {
		return views.Workspace{}, err
	}
	if w.DeletedAt != nil {
		return views.Workspace{}, fault.New("not_found", nil)
	}
	return views.Workspace{ID: string(w.ID), Slug: w.Slug, Name: w.Name, Demo: w.Demo, CreatedAt: w.CreatedAt.UTC()}, nil
}

// Remove deletes everything in a workspace but its trail.
func (r *Reader) Remove(ctx context.Context, ws record.WorkspaceID, reason string) (int64, error) {
	return r.s.RemoveWorkspace(ctx, ws, reason)
}

// Begin claims an Idempotency-Key: see Store.BeginIdempotent.
func (r *Reader) Begin(ctx context.Context, ws record.WorkspaceID, actor, key string, request [32]byte, now time.Time) (status int, body []byte, done bool, err error) {
	a, err := r.s.BeginIdempotent(ctx, ws, actor, key, request, now)
	if err != nil || a == nil {
		return 0, nil, false, err
	}
	return a.Status, a.Body, true, nil
}

// Finish keeps the answer.
func (r *Reader) Finish(ctx context.Context, ws record.WorkspaceID, actor, key string, status int, body []byte) error {
	return r.s.FinishIdempotent(ctx, ws, actor, key, Answer{Status: status, Body: body})
}

// Forget lets the key be used again.
func (r *Reader) Forget(ctx context.Context, ws record.WorkspaceID, actor, key string) error {
	return r.s.ForgetIdempotent(ctx, ws, actor, key)
}
