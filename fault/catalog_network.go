package fault

import "net/http"

var _ = register(map[string]Entry{ // what connections may reach, and keys that seal secrets
	"range_refused":  {Invalid, http.StatusBadRequest, "只能放行内网地址段（如10.1.0.0/16、192.168.7.9）；本机、链路本地和公网地址不能放行", "only a private network such as 10.1.0.0/16 or 192.168.7.9 can be opened; this machine, link-local and public addresses cannot"},
	"range_exists":   {Conflict, 0, "该内网地址段已放行", "this private network is open already"},
	"keys_unreached": {Transient, http.StatusServiceUnavailable, "密钥服务暂时无法访问，稍后会自动重试；请检查HELIU_KMS所指的服务", "the key service does not answer; it is tried again by itself; look at what HELIU_KMS points to"},
})
