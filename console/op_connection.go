package console

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
)

type connectionsOut struct {
	Body struct {
		Items []views.Connection `json:"items" nullable:"false"`
	}
}

type connectionIn struct {
	ID string `path:"id" doc:"connection id"`
	Conditional
}

type idIn struct {
	ID string `path:"id" doc:"connection id"`
}

type connectionOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     views.Connection
}

func connectionOps(c *console) {
	register(c, huma.Operation{
		OperationID: "listConnections", Method: http.MethodGet, Path: "/api/v1/connections", Tags: []string{"connections"},
		Summary: "Connections with how they stand",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*connectionsOut, error) {
		all, err := c.recent.list(ctx, by.Workspace, c.Now, c.Connections.List)
		if err != nil {
			return nil, err
		}
		out := &connectionsOut{}
		out.Body.Items = make([]views.Connection, len(all))
		for i, x := range all {
			out.Body.Items[i] = c.dress(x, c.Now())
		}
		return out, nil
	})
	register(c, huma.Operation{
		OperationID: "getConnection", Method: http.MethodGet, Path: "/api/v1/connections/{id}", Tags: []string{"connections"},
		Summary: "One connection with how it stands", Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *connectionIn) (*connectionOut, error) {
		return c.connection(ctx, by, in.ID, in.Conditional)
	})
	for _, x := range []struct {
		id, verb, summary string
		paused            bool
	}{
		{"pauseConnection", "pause", "Stop reading and taking in", true},
		{"resumeConnection", "resume", "Go on, also after credentials were renewed", false},
	} {
		register(c, huma.Operation{
			OperationID: x.id, Method: http.MethodPost, Path: "/api/v1/connections/{id}/" + x.verb, Tags: []string{"connections"},
			Summary: x.summary, Errors: []int{404},
		}, func(ctx context.Context, by access.Actor, in *idIn) (*connectionOut, error) {
			if err := c.Connections.SetPaused(ctx, by.Workspace, in.ID, x.paused); err != nil {
				return nil, err
			}
			c.notify(by.Workspace, "connections", map[string]string{"connection": in.ID})
			return c.connection(ctx, by, in.ID, Conditional{})
		})
	}
	register(c, huma.Operation{
		OperationID: "checkConnection", Method: http.MethodPost, Path: "/api/v1/connections/{id}/check", Tags: []string{"connections"},
		Summary: "Try a connection without changing anything", Description: "Answers 200 with ok false when the other side refuses; message says what to mend.", Errors: []int{404},
	}, c.check)
}

func (c *console) connection(ctx context.Context, by access.Actor, id string, in Conditional) (*connectionOut, error) {
	x, err := c.Connections.Get(ctx, by.Workspace, id, c.Now())
	if err != nil {
		return nil, err
	}
	x = c.dress(x, c.Now())
	etag, err := in.tag(strconv.Itoa(x.Version)+"-", x)
	if err != nil {
		return nil, err
	}
	return &connectionOut{ETag: etag, Body: x}, nil
}

type checkOut struct {
	Body struct {
		OK      bool        `json:"ok"`
		Code    string      `json:"code" doc:"of the fault; empty when ok"`
		Message *views.Text `json:"message,omitempty"`
		Detail  string      `json:"detail"`
		Millis  int64       `json:"took_ms"`
	}
}

func (c *console) check(ctx context.Context, by access.Actor, in *idIn) (*checkOut, error) {
	if _, err := c.Connections.Get(ctx, by.Workspace, in.ID, c.Now()); err != nil {
		return nil, err
	}
	if c.Live == nil {
		return nil, fault.New("cannot_check", nil)
	}
	begun := c.Now()
	err := c.Live.Check(ctx, by.Workspace, in.ID)
	out := &checkOut{}
	out.Body.OK, out.Body.Millis = err == nil, c.Now().Sub(begun).Milliseconds()
	if err == nil {
		return out, nil
	}
	f := fault.As(err)
	if f.Kind == fault.Internal {
		return nil, err
	}
	out.Body.Code, out.Body.Message, out.Body.Detail = f.Code, &views.Text{Zh: f.Zh, En: f.En}, fault.ProblemOf(err).Detail
	return out, nil
}

// dress adds what only the connector's spec knows, and what a person should do.
func (c *console) dress(x views.Connection, now time.Time) views.Connection {
	spec := c.specs[x.Connector]
	have := map[string]views.Stream{}
	for _, s := range x.Streams {
		have[s.Name] = s
	}
	streams := []views.Stream{}
	for _, s := range spec.Streams {
		st := have[s.Name]
		st.Name, st.Title, st.Push, st.Windows = s.Name, text(s.Title), s.Push, s.Windows
		streams = append(streams, st)
		delete(have, s.Name)
	}
	for _, s := range x.Streams { // of an older version of the connector
		if s.Name == "" { // what concerns all of them
			x.LastError, x.Retry = s.LastError, s.Retry
			continue
		}
		if _, left := have[s.Name]; left {
			s.Title = views.Text{Zh: s.Name, En: s.Name}
			streams = append(streams, s)
		}
	}
	x.Streams = streams
	x.StatusReason = views.TextOf(x.StatusCode)
	if x.PollSeconds == 0 {
		x.PollSeconds = int(spec.PollEvery.Seconds())
	}
	for _, s := range streams {
		x.LastReadAt, x.LastMovedAt = views.Later(x.LastReadAt, s.LastReadAt), views.Later(x.LastMovedAt, s.LastMovedAt)
		if s.LastError != nil && (x.LastError == nil || s.LastError.At.After(x.LastError.At)) {
			x.LastError = s.LastError
		}
	}
	if until, quiet := x.Quiet.Until(now); quiet {
		x.QuietUntil = &until
		for i, s := range x.Streams {
			if s.NextAt != nil && s.NextAt.Before(until) {
				x.Streams[i].NextAt = &until
			}
		}
	}
	if x.Outage != nil && x.Outage.NextAt != nil {
		for i, s := range x.Streams {
			if s.Retry != nil && s.NextAt != nil && s.NextAt.Before(*x.Outage.NextAt) { // it waits for the system
				x.Streams[i].NextAt, s.Retry.NextAt = x.Outage.NextAt, x.Outage.NextAt
			}
		}
	}
	x.Health, x.NextStep = health(x)
	return x
}

// health says how a connection is, and what a person should do about it.
func health(x views.Connection) (string, *views.Text) {
	say := func(zh, en string) *views.Text { return &views.Text{Zh: zh, En: en} }
	switch {
	case x.Status == "paused":
		return "paused", say("已暂停；点“恢复”继续", "paused; resume it to go on")
	case x.Status == "unauthorized":
		return "stopped", say("对方系统拒绝了账号或密钥；更新后点“恢复”", "the other side refused the credentials; renew them, then resume")
	case x.Status == "stopped":
		return "stopped", say("已自动停止；按原因处理后点“恢复”", "stopped by the hub; mend what the reason names, then resume")
	case slices.ContainsFunc(x.Streams, func(s views.Stream) bool { return s.Halted != nil }):
		return "failing", say("有数据流的读取位置已丢失，已停止读取；请决定从哪里继续", "how far a stream was read is lost and it is not read; decide from where to go on")
	case x.Outage != nil:
		return "failing", say("对方系统没有应答，恢复后自动继续；请检查该系统和网络", "the system does not answer, reading goes on when it does; look at the system and the network")
	case x.SilentSince != nil:
		return "silent", say("往常这时候有数据，现在没有：请查看来源系统是否停止发送、设置是否被改动", "at this hour something usually comes, and now nothing does: see whether the system still sends, or its settings were changed")
	case x.LastError != nil:
		return "failing", say("上次读取失败，正在自动重试；可点“测试连接”查看原因", "the last read failed and is tried again; check the connection to see why")
	case len(x.Streams) == 0: // it carries messages or lets people sign in: there is nothing to wait for
		return "ok", nil
	case x.Settled.Sum() == 0 && x.InFlight == 0 && x.Door != "":
		return "waiting", say("还没有收到数据；向 "+x.Door+" 发送一条试试", "nothing came yet; post something to "+x.Door)
	case x.Settled.Sum() == 0 && x.InFlight == 0:
		return "waiting", say("还没有读到数据；可点“测试连接”或上传文件", "nothing was read yet; check the connection or upload a file")
	case x.DeadLetters > 0:
		return "ok", say("有记录或字段未能处理；查看死信", "some records or fields could not be taken in; look at the dead letters")
	}
	return "ok", nil
}
