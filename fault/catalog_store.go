package fault

import "net/http"

var _ = register(map[string]Entry{ // the database
	"database_unavailable":   {Transient, 0, "数据库暂不可用，将自动重试", "the database is not available; trying again"},
	"database_refused_value": {Invalid, 0, "数据库不接受该值，请检查内容", "the database does not take the value; check it"},
	"already_exists":         {Conflict, 0, "已存在相同的对象", "this exists already"},
	"schema_behind":          {Internal, http.StatusServiceUnavailable, "数据库结构与程序版本不一致，请运行 heliu migrate", "the database's schema does not fit the program; run heliu migrate"},
	"workspace_gone":         {NotFound, 0, "工作空间不存在或已删除", "the workspace does not exist or was removed"},
	"bad_name":               {Invalid, 0, "名称只能使用小写字母、数字和连字符，最长63个字符", "a name has lower-case letters, digits and dashes, 63 at most"},
	"name_taken":             {Conflict, 0, "该名称已被使用，请换一个", "this name is in use; choose another"},
	"door_taken":             {Conflict, 0, "该接入地址已被使用，请换一个", "this door is in use; choose another"},
	"keys_missing":           {Internal, 0, "找不到用于解密的密钥，请恢复数据目录中的密钥文件", "the key that opens this is missing; restore the key file of the data directory"},
	"sealed_unreadable":      {Internal, 0, "加密内容无法解密，可能已损坏或被改动", "sealed content does not open; it is damaged or was changed"},
	"idempotency_mismatch":   {Conflict, http.StatusUnprocessableEntity, "同一Idempotency-Key用于了不同的请求，请换一个", "another request came under this Idempotency-Key; use a new one"},
	"idempotency_running":    {Conflict, 0, "相同Idempotency-Key的请求正在处理中，请稍后重试", "a request under this Idempotency-Key is still being worked on; try again later"},
})
