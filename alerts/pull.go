package alerts

import (
	"fmt"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// UnauthorizedEvent tells that a system refuses the credentials of a connection, which
// is paused; code is that of the fault.
func UnauthorizedEvent(c record.ConnectionID, name, code string) Event {
	return Event{
		Kind: Unauthorized, Severity: Critical, Connection: c,
		Text: Text{
			Zh: fmt.Sprintf("连接 %s 的账号或密钥被对方系统拒绝，该连接已暂停，其他连接不受影响；请更新凭据后点“恢复”", name),
			En: fmt.Sprintf("the system behind %s refuses the credentials and that connection is paused, no other is; renew them, then resume it", name),
		},
		Detail: map[string]any{"code": code},
	}
}

// UnreachableEvent tells that a system is down: so many tries in a row failed since then.
func UnreachableEvent(c record.ConnectionID, name, code string, tries int, since time.Time) Event {
	at := since.In(record.Shanghai).Format("01-02 15:04")
	return Event{
		Kind: Unreachable, Severity: Warning, Connection: c,
		Text: Text{
			Zh: fmt.Sprintf("连接 %s 的系统自 %s 起没有应答，已尝试 %d 次；恢复后自动继续，请检查该系统和网络", name, at, tries),
			En: fmt.Sprintf("the system behind %s has not answered since %s, %d tries; reading goes on by itself when it does, look at the system and the network", name, at, tries),
		},
		Detail: map[string]any{"code": code, "tries": tries, "since": since.UTC().Format(time.RFC3339)},
	}
}

// LostCursorEvent tells that nobody knows how far a stream was read; it is not read
// until a person decides.
func LostCursorEvent(c record.ConnectionID, name, stream, code string) Event {
	return Event{
		Kind: LostCursor, Severity: Critical, Connection: c, Stream: stream,
		Text: Text{
			Zh: fmt.Sprintf("连接 %s 的数据流 %s 读取位置已丢失，已停止读取；请在连接页面选择从头读取、设定位置或回补", name, stream),
			En: fmt.Sprintf("how far the stream %[2]s of %[1]s was read is lost and it is not read any more; on the connection's page read it from the start, set a position or backfill", name, stream),
		},
		Detail: map[string]any{"code": code},
	}
}

// ChannelFailedEvent tells that messages do not get out by a channel; it is told through
// the others.
func ChannelFailedEvent(c record.ConnectionID, name, code string, waiting int, since time.Time) Event {
	why := Text{code, code}
	if e, ok := fault.Catalog[code]; ok {
		why = Text{e.Zh, e.En}
	}
	at := since.In(record.Shanghai).Format("01-02 15:04")
	return Event{
		Kind: ChannelFailed, Severity: Warning, Connection: c,
		Text: Text{
			Zh: fmt.Sprintf("通知渠道 %s 自 %s 起发不出消息（%s），%d 条在等；请检查该连接的设置和对方系统", name, at, why.Zh, waiting),
			En: fmt.Sprintf("no message gets out by the channel %s since %s (%s), %d wait; look at the connection's settings and the other side", name, at, why.En, waiting),
		},
		Detail: map[string]any{"code": code, "waiting": waiting, "since": since.UTC().Format(time.RFC3339)},
	}
}
