package fault

import "net/http"

var _ = register(map[string]Entry{ // why the door is shut for a while
	"hub_stopping": {Transient, http.StatusServiceUnavailable, "服务正在停止或重启，记录未被接收，请按Retry-After稍后用同一编号重发", "the hub is stopping or starting again and the record was not taken; send it again with the same id as Retry-After says"},
	"hub_behind":   {Transient, http.StatusServiceUnavailable, "积压已达上限，记录未被接收，请按Retry-After稍后用同一编号重发", "too many records wait already and the record was not taken; send it again with the same id as Retry-After says"},
})
