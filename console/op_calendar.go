package console

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts/workdays"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
)

type calendarIn struct {
	Year int `path:"year" minimum:"2000" maximum:"2100"`
}

type calendarOut struct {
	Body struct {
		Calendar workdays.Year `json:"calendar"`
		Known    bool          `json:"known" doc:"false: nothing is known of the year, only the week counts"`
		Made     views.Made    `json:"made"`
	}
}

type calendarPut struct {
	Year int `path:"year" minimum:"2000" maximum:"2100"`
	Body struct {
		Calendar workdays.Year `json:"calendar"`
		Version  int           `json:"version" minimum:"0" doc:"the version that is changed; 0: none was saved yet"`
		Reason   string        `json:"reason,omitempty" maxLength:"500"`
	}
}

func calendarOps(c *console) {
	get := func(ctx context.Context, by access.Actor, in *calendarIn) (*calendarOut, error) {
		out := &calendarOut{}
		var err error
		out.Body.Calendar, out.Body.Known, out.Body.Made, err = c.calendarOf(ctx, by, in.Year)
		return out, err
	}
	register(c, huma.Operation{
		OperationID: "getWorkCalendar", Method: http.MethodGet, Path: "/api/v1/work-calendar/{year}", Tags: []string{"alerts"}, Summary: "Public holidays and weekend days worked in exchange (调休)",
		Description: "What nobody has saved yet is an example of the program, marked so, where it has one.",
	}, get)
	register(c, huma.Operation{
		OperationID: "setWorkCalendar", Method: http.MethodPut, Path: "/api/v1/work-calendar/{year}", Tags: []string{"alerts"}, Summary: "Save the calendar of a year", Errors: []int{400, 412},
	}, func(ctx context.Context, by access.Actor, in *calendarPut) (*calendarOut, error) {
		y := in.Body.Calendar
		if y.Year != in.Year {
			return nil, fault.New("bad_calendar", nil).At("year", "")
		}
		if y.Days == nil {
			y.Days = []workdays.Day{}
		}
		if err := y.Check(); err != nil {
			return nil, err
		}
		before, _, _, err := c.calendarOf(ctx, by, in.Year)
		if err != nil {
			return nil, err
		}
		if err := c.putDocument(ctx, by, calendarName(in.Year), in.Body.Version, before, y, in.Body.Reason); err != nil {
			return nil, err
		}
		return get(ctx, by, &calendarIn{in.Year})
	})
}

func calendarName(year int) string { return fmt.Sprintf("calendar/%d", year) }

func (c *console) calendarOf(ctx context.Context, by access.Actor, year int) (y workdays.Year, known bool, made views.Made, err error) {
	if made, err = c.AlertCentre.AlertDocument(ctx, by.Workspace, calendarName(year), &y); err != nil || made.Version > 0 {
		return y, true, made, err
	}
	if y, known = workdays.Example(year); !known {
		y = workdays.Year{Year: year, Days: []workdays.Day{}}
	}
	return y, known, made, nil
}
