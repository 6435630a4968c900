package console

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
)

type personIn struct {
	Person string `path:"person" format:"uuid" doc:"golden person"`
}

// Consent is one line of the ledger.
type Consent struct {
	Purpose  string    `json:"purpose"`
	Channel  string    `json:"channel" doc:"empty: every channel"`
	Given    bool      `json:"given"`
	At       time.Time `json:"at" doc:"when the person said so"`
	Source   string    `json:"source" doc:"name of the record that says it, or who wrote it down"`
	Evidence string    `json:"evidence" doc:"a reference, such as the number of a form"`
	Noted    time.Time `json:"noted_at"`
}

type consentsOut struct {
	Body struct {
		Items []Consent `json:"items" nullable:"false" doc:"the last noted first"`
	}
}

type consentIn struct {
	Person string `path:"person" format:"uuid" doc:"golden person"`
	Body   struct {
		Purpose  string     `json:"purpose" minLength:"1" maxLength:"32"`
		Channel  string     `json:"channel,omitempty" maxLength:"32" doc:"empty: every channel"`
		Given    bool       `json:"given" doc:"false: taken back"`
		At       *time.Time `json:"at,omitempty" doc:"when the person said so; left out: now"`
		Evidence string     `json:"evidence,omitempty" maxLength:"200" doc:"a reference, such as the number of a form; no personal value"`
	}
}

type purposesOut struct {
	Body struct {
		Purposes     []privacy.Purpose     `json:"purposes" nullable:"false"`
		Destinations []privacy.Destination `json:"destinations" nullable:"false" doc:"for what destinations reach people; one that is not listed serves customers"`
		Held         []privacy.HeldContact `json:"held" nullable:"false" doc:"who was not reached of late, the last first"`
	}
}

type purposeIn struct {
	Purpose string `path:"purpose" pattern:"^[a-z][a-z0-9_]{0,31}$"`
	Body    struct {
		Zh      string        `json:"zh" minLength:"1" maxLength:"60"`
		En      string        `json:"en" minLength:"1" maxLength:"60"`
		Basis   privacy.Basis `json:"basis" enum:"consent,contract,legal_duty,employment,disclosed"`
		Most    int           `json:"most" minimum:"0" maximum:"1000"`
		Days    int           `json:"days" minimum:"1" maximum:"366"`
		Version int           `json:"version" minimum:"0" doc:"of the purpose that was seen; 0: the program's own, or a new one"`
	}
}

type destinationIn struct {
	Connection string `path:"connection" format:"uuid"`
	Body       struct {
		Purpose  string `json:"purpose" minLength:"1" maxLength:"32"`
		Channel  string `json:"channel,omitempty" maxLength:"32"`
		Contacts bool   `json:"contacts" doc:"what is written reaches the person: it counts"`
	}
}

func consentOps(c *console) {
	tags := []string{"privacy"}
	register(c, huma.Operation{
		OperationID: "listConsents", Method: http.MethodGet, Path: "/api/v1/privacy/persons/{person}/consents", Tags: tags, Summary: "What a person agreed to and took back", Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *personIn) (*consentsOut, error) {
		if _, err := c.Privacy.Subject(ctx, by.Workspace, in.Person); err != nil {
			return nil, err
		}
		rows, err := c.Privacy.Consents(ctx, by.Workspace, in.Person)
		out := &consentsOut{}
		out.Body.Items = []Consent{}
		for i := len(rows) - 1; i >= 0; i-- {
			r := rows[i]
			out.Body.Items = append(out.Body.Items, Consent{r.Purpose, r.Channel, r.Given, r.At, r.Source, r.Evidence, r.Noted})
		}
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "noteConsent", Method: http.MethodPost, Path: "/api/v1/privacy/persons/{person}/consents", Tags: tags, Summary: "Write down that a person agreed or took it back",
		Description: "It counts at once: a destination asks before each contact.", DefaultStatus: http.StatusNoContent, Errors: []int{400, 404},
	}, func(ctx context.Context, by access.Actor, in *consentIn) (*struct{}, error) {
		b := in.Body
		if maskText(b.Evidence) != b.Evidence {
			return nil, fault.New("personal_in_reference", nil).At("evidence", "")
		}
		s := privacy.Statement{Purpose: strings.ToLower(b.Purpose), Channel: strings.ToLower(b.Channel), Given: b.Given, At: c.Now()}
		if b.At != nil && b.At.Before(s.At) {
			s.At = *b.At
		}
		return nil, c.Privacy.GiveConsent(ctx, by.Workspace, in.Person, s, strings.TrimSpace(b.Evidence))
	})
	register(c, huma.Operation{
		OperationID: "listPurposes", Method: http.MethodGet, Path: "/api/v1/privacy/purposes", Tags: tags, Summary: "For what personal data are used, and who was not reached",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*purposesOut, error) {
		out := &purposesOut{}
		var err error
		if out.Body.Purposes, err = c.Privacy.Purposes(ctx, by.Workspace); err != nil {
			return nil, err
		}
		if out.Body.Destinations, err = c.Privacy.Destinations(ctx, by.Workspace); err != nil {
			return nil, err
		}
		out.Body.Held, err = c.Privacy.HeldContacts(ctx, by.Workspace)
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "setPurpose", Method: http.MethodPut, Path: "/api/v1/privacy/purposes/{purpose}", Tags: tags, Summary: "Make or change a purpose", DefaultStatus: http.StatusNoContent, Errors: []int{400, 412},
	}, func(ctx context.Context, by access.Actor, in *purposeIn) (*struct{}, error) {
		b := in.Body
		return nil, c.Privacy.SetPurpose(ctx, by.Workspace, privacy.Purpose{ID: in.Purpose, Zh: b.Zh, En: b.En, Basis: b.Basis, Most: b.Most, Days: b.Days, Version: b.Version})
	})
	register(c, huma.Operation{
		OperationID: "setDestinationPurpose", Method: http.MethodPut, Path: "/api/v1/privacy/destinations/{connection}", Tags: tags, Summary: "Say for what a destination reaches people", DefaultStatus: http.StatusNoContent, Errors: []int{400, 404},
	}, func(ctx context.Context, by access.Actor, in *destinationIn) (*struct{}, error) {
		b := in.Body
		return nil, c.Privacy.SetDestination(ctx, by.Workspace, privacy.Destination{Connection: in.Connection, Purpose: b.Purpose, Channel: strings.ToLower(b.Channel), Contacts: b.Contacts})
	})
}
