package console

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/pipelines/subjects"
	"github.com/heliuhub/heliu/record"
)

// Privacy keeps what people may ask about their data.
type Privacy interface {
	subjects.Persons
	// Candidates gives the golden persons that a value may belong to.
	Candidates(ctx context.Context, ws record.WorkspaceID, v privacy.Value) ([]privacy.Candidate, error)
	// SubjectRows gives every place where something about a person stands.
	SubjectRows(ctx context.Context, ws record.WorkspaceID, p privacy.Subject, visit func(privacy.Row) error) error
	// NoteExport leaves an entry in the trail that the actor of the context saw it all.
	NoteExport(ctx context.Context, ws record.WorkspaceID, golden, format string, rows int) error
	// MayErase refuses who is under legal hold (subject_on_hold) or being erased (erasure_running).
	MayErase(ctx context.Context, ws record.WorkspaceID, golden string) error
	// Erasures lists erasures, the last first; with an id that one alone.
	Erasures(ctx context.Context, ws record.WorkspaceID, id string) ([]privacy.Erasure, error)

	Consents(ctx context.Context, ws record.WorkspaceID, golden string) ([]privacy.ConsentEntry, error)
	GiveConsent(ctx context.Context, ws record.WorkspaceID, golden string, c privacy.Statement, evidence string) error
	Purposes(ctx context.Context, ws record.WorkspaceID) ([]privacy.Purpose, error)
	SetPurpose(ctx context.Context, ws record.WorkspaceID, p privacy.Purpose) error
	Destinations(ctx context.Context, ws record.WorkspaceID) ([]privacy.Destination, error)
	SetDestination(ctx context.Context, ws record.WorkspaceID, d privacy.Destination) error
	HeldContacts(ctx context.Context, ws record.WorkspaceID) ([]privacy.HeldContact, error)

	// Retention gives the classes with what is due at a moment.
	Retention(ctx context.Context, ws record.WorkspaceID, now time.Time) ([]privacy.Class, error)
	SetRetention(ctx context.Context, ws record.WorkspaceID, class string, days, version int) error
	Retain(ctx context.Context, ws record.WorkspaceID, now time.Time) (privacy.RetentionRun, error)
	RetentionRuns(ctx context.Context, ws record.WorkspaceID) ([]privacy.RetentionRun, error)
	PlaceHold(ctx context.Context, ws record.WorkspaceID, h privacy.Hold) error
	ReleaseHold(ctx context.Context, ws record.WorkspaceID, id, reason string) error
	Holds(ctx context.Context, ws record.WorkspaceID) ([]privacy.Hold, error)
	Processings(ctx context.Context) ([]privacy.Processing, error)
}
