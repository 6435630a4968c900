package fault

import "net/http"

var _ = register(map[string]Entry{ // why the door is shut for a while
	"hub_stopping": {Transient, http.StatusServiceUnavailable, "服务正在停止或重启，记录未被接收，请按Retry-After稍后用同一编号重发", "the hub is stopping or starting again and the record was not taken; send it again with the same id as Retry-After says"},
	"hub_behind":   {Transient, http.StatusServiceUnavailable, "积压已达上限，记录未被接收，请按Retry-After稍后用同一编号重发", "too many records wait already and the record was not taken; send it again with the same id as Retry-After says"},
})

var _ = register(map[string]Entry{ // writing to destinations
	"destination_unreachable": {Transient, 0, "目标系统没有应答或不可用，写回在排队，恢复后自动继续", "the destination does not answer or cannot be used; what is to be written waits and goes on by itself"},
	"destination_busy":        {RateLimited, 0, "目标系统要求稍后再写，到时自动继续", "the destination asks to write later; it goes on by itself then"},
	"destination_rejected":    {Invalid, 0, "目标系统不接受这条内容，请按其说明更正", "the destination does not take this record; correct it as it says"},
	"destination_conflict":    {Conflict, 0, "目标系统里这条内容已被改动，请由人决定以哪一边为准", "the destination's record was changed meanwhile; a person has to decide which side stands"},
})
