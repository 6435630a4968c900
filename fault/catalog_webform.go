package fault

import "net/http"

var _ = register(map[string]Entry{ // forms
	"method_not_allowed": {Invalid, http.StatusMethodNotAllowed, "该地址只接受POST请求", "this address takes POST only"},
	"reserved_field":     {Invalid, http.StatusBadRequest, "字段名以保留前缀开头，请改名", "the field's name is reserved; rename it"},
	"nonce_reused":       {Unauthorized, http.StatusUnauthorized, "同一随机数(nonce)已用于另一请求，请每次使用新的随机数", "this nonce came with another request before; use a new one each time"},
})
