package fault

import "net/http"

var _ = register(map[string]Entry{
	"trail_damaged":    {Internal, 0, "审计记录与此前的签名不一致，数据库被绕过本系统改动过；请保留数据库与签名文件，运行 heliu audit verify 查看", "the audit trail is not what was signed before; keep the database and the file of heads, and run heliu audit verify"},
	"reveal_limit":     {RateLimited, http.StatusTooManyRequests, "一小时内查看完整个人信息的人数已达上限，请稍后再试，或请管理员调整上限", "the number of persons that may be revealed in an hour is reached; wait, or ask an administrator to change the limit"},
	"export_too_large": {Invalid, http.StatusRequestEntityTooLarge, "导出文件超过64MB，请缩小范围后分次导出", "the export is larger than 64 MB; narrow it and take it out in parts"},
	"bad_head":         {Invalid, http.StatusBadRequest, "签名文件中有一行无法识别，请使用本系统写出的 audit-heads.jsonl 原文件", "a line of the file of heads cannot be read; use the file audit-heads.jsonl as the hub wrote it"},
})
