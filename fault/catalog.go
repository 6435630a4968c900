package fault

import "net/http"

// Entry is what the catalogue knows about a code.
type Entry struct {
	Kind   Kind
	Status int // 0: the kind's own
	Zh, En string
}

// Catalog holds every stable code. The catalogue test demands both sentences and
// that each code is used somewhere.
var Catalog = map[string]Entry{}

// register adds the codes of one subject; each file catalog_*.go has one.
func register(m map[string]Entry) map[string]Entry {
	for code, e := range m {
		if _, double := Catalog[code]; double {
			panic("fault: code " + code + " registered twice")
		}
		Catalog[code] = e
	}
	return m
}

var _ = register(map[string]Entry{
	"internal":        {Internal, 0, "系统内部错误，已记录；请稍后重试，仍失败请联系管理员", "internal error, logged; try again later, then tell your administrator"},
	"not_found":       {NotFound, 0, "没有找到该对象，请检查编号或工作空间", "not found; check the id and the workspace"},
	"forbidden":       {Forbidden, 0, "当前角色无权进行此操作，请联系管理员授权", "your role may not do this; ask an administrator"},
	"unauthenticated": {Unauthorized, 0, "请先登录或提供有效的密钥", "sign in or send a valid key"},
	"bad_request":     {Invalid, 0, "请求内容不正确，请按说明修改后重试", "the request is not valid; correct it and try again"},
	"conflict":        {Conflict, 0, "对象已被他人修改，请刷新后重试", "somebody changed this meanwhile; reload and try again"},
})

var _ = register(map[string]Entry{ // the door
	"empty_body":         {Invalid, http.StatusBadRequest, "请求体为空，请发送一条记录", "the body is empty; send one record"},
	"bad_json":           {Invalid, http.StatusBadRequest, "请求体不是合法的JSON，请检查所示位置", "the body is not valid JSON; look at the place named"},
	"duplicate_key":      {Invalid, http.StatusBadRequest, "JSON中同一字段出现两次，请只保留一个", "a JSON field stands twice; keep one"},
	"bad_utf8":           {Invalid, http.StatusBadRequest, "请求体不是合法的UTF-8，请转码或在Content-Type中注明字符集", "the body is not valid UTF-8; convert it or name its charset in Content-Type"},
	"nul_in_text":        {Invalid, http.StatusBadRequest, "文本中含有空字符(NUL)，请去除", "a text holds a NUL character; take it out"},
	"too_deep":           {Invalid, http.StatusBadRequest, "JSON嵌套过深，最多64层", "the JSON is nested too deeply; 64 levels at most"},
	"too_many_fields":    {Invalid, http.StatusBadRequest, "字段过多或字段名过长，最多512个字段、名称256字节", "too many fields or too long a name; 512 fields and 256 bytes a name at most"},
	"number_range":       {Invalid, http.StatusBadRequest, "数值超出可表示范围", "a number is out of range"},
	"body_too_large":     {Invalid, http.StatusRequestEntityTooLarge, "请求体超过1 MiB，请拆分后发送", "the body is larger than 1 MiB; split it"},
	"unsupported_media":  {Invalid, http.StatusUnsupportedMediaType, "不支持的内容类型，请用 application/json 或表单编码", "unsupported content type; send application/json or a form"},
	"unknown_connection": {NotFound, http.StatusNotFound, "没有这个接入地址，请核对连接名称", "no such door; check the connection's name"},
	"bad_signature":      {Unauthorized, http.StatusUnauthorized, "签名缺失或不正确，请核对密钥与签名方法", "the signature is missing or wrong; check the secret and the method"},
	"stale":              {Unauthorized, http.StatusUnauthorized, "时间戳与当前时间相差超过5分钟，请校准时钟后重新签名", "the timestamp is more than 5 minutes off; set the clock and sign again"},
	"bad_key":            {Unauthorized, http.StatusUnauthorized, "接入密钥缺失或不正确", "the public key of the form is missing or wrong"},
	"origin_refused":     {Forbidden, http.StatusForbidden, "该网站来源不在允许名单中，请在连接设置中添加", "this origin is not on the connection's list; add it in its settings"},
	"id_conflict":        {Conflict, http.StatusConflict, "同一事件编号已有不同内容，请使用新的编号", "another body came under this event id; use a new id"},
	"too_many_requests":  {RateLimited, http.StatusTooManyRequests, "请求过于频繁，请按Retry-After稍后再发", "too many requests; wait as Retry-After says"},
	"bus_unavailable":    {Transient, http.StatusServiceUnavailable, "消息总线暂不可用，记录未被接收，请按Retry-After稍后用同一编号重发", "the bus is not available and the record was not taken; send it again with the same id as Retry-After says"},
	"slow_body":          {Invalid, http.StatusRequestTimeout, "请求体发送过慢，连接已关闭", "the body came too slowly; the connection was closed"},
	"paused_connection":  {Transient, http.StatusServiceUnavailable, "该连接已暂停，请稍后重发", "the connection is paused; send again later"},
})

var _ = register(map[string]Entry{ // values and records
	"missing_field":    {Invalid, 0, "缺少必填字段", "a required field is missing"},
	"bad_value":        {Invalid, 0, "字段值无法识别，已保留原值待处理", "the value cannot be read; it is kept for correction"},
	"bad_enum":         {Invalid, 0, "取值不在允许范围内", "the value is not one of those allowed"},
	"uscc_checksum":    {Invalid, 0, "统一社会信用代码校验位不正确，请核对营业执照", "the check character of the tax ID is wrong; compare it with the licence"},
	"uscc_malformed":   {Invalid, 0, "统一社会信用代码格式不正确（应为18位，不含I、O、S、V、Z）", "the tax ID is malformed (18 characters, never I, O, S, V, Z)"},
	"uscc_placeholder": {Invalid, 0, "统一社会信用代码是占位值，不能用于识别客户", "the tax ID is a placeholder and identifies nobody"},
	"personal_tax_id":  {Invalid, 0, "税号位置填写了个人证件号，已按个人信息保护处理", "a personal ID stands where the tax ID belongs; it is protected as personal data"},
	"bad_date":         {Invalid, 0, "日期无法识别或不存在", "the date cannot be read or does not exist"},
	"bad_money":        {Invalid, 0, "金额无法准确识别，请用数字书写", "the amount cannot be read exactly; write it in digits"},
	"bad_currency":     {Invalid, 0, "币种缺失或未知", "the currency is missing or unknown"},
	"overflow":         {Invalid, 0, "金额超出可记录范围", "the amount is too large to record"},
	"bad_phone":        {Invalid, 0, "手机号无法识别，已保留但不用于识别客户", "the mobile number cannot be read; kept, but it identifies nobody"},
	"future_time":      {Invalid, 0, "时间在未来，来源系统的时钟可能不准", "the time lies in the future; the source's clock may be wrong"},
	"mapping_failed":   {Invalid, 0, "映射规则无法处理该记录", "the mapping cannot handle this record"},
	"bad_reference":    {Invalid, 0, "引用的对象不正确", "a reference is not valid"},
})

var _ = register(map[string]Entry{ // files
	"file_too_large":        {Invalid, http.StatusRequestEntityTooLarge, "文件超过20 MB，请拆分", "the file is larger than 20 MB; split it"},
	"too_many_rows":         {Invalid, 0, "文件超过50,000行，请拆分", "the file has more than 50,000 rows; split it"},
	"unclosed_quote":        {Invalid, 0, "CSV引号未闭合，请检查所示行", "a quote of the CSV is not closed; look at the row named"},
	"bad_row":               {Invalid, 0, "该行列数或换行不正确", "the row's columns or line end are not right"},
	"column_missing":        {Invalid, 0, "找不到需要的列，列名可能被改过", "a needed column is not there; it may have been renamed"},
	"old_excel":             {Invalid, http.StatusUnsupportedMediaType, "不支持旧版 .xls，请另存为 .xlsx 或 CSV", "old .xls files are not read; save as .xlsx or CSV"},
	"unsafe_file":           {Invalid, 0, "压缩内容异常，文件已拒绝", "the file's compressed content is not sane; refused"},
	"duplicate_file":        {Conflict, http.StatusConflict, "同一文件已上传过", "this file was uploaded before"},
	"not_a_file_connection": {Invalid, http.StatusBadRequest, "该连接不接收文件", "this connection takes no files"},
})

var _ = register(map[string]Entry{ // talking to sources
	"source_unauthorized": {Unauthorized, 0, "来源系统拒绝了凭据，连接已暂停，请更新账号或密钥", "the source refused the credentials and the connection is paused; renew them"},
	"source_unreachable":  {Transient, 0, "连接不上来源系统，将自动重试", "the source cannot be reached; trying again"},
	"source_rate_limited": {RateLimited, 0, "来源系统限流，稍后自动继续", "the source limits the rate; going on later"},
	"source_error":        {Transient, 0, "来源系统返回错误，将自动重试", "the source answered with an error; trying again"},
	"source_bad_answer":   {Invalid, 0, "来源系统的返回内容无法解析", "the source's answer cannot be read"},
	"source_refused":      {Invalid, 0, "来源系统拒绝了请求，请检查设置", "the source refused the request; check the settings"},
	"bad_settings":        {Invalid, 0, "连接设置不完整或不正确", "the connection's settings are incomplete or wrong"},
	"address_refused":     {Invalid, 0, "该地址不允许访问，请由管理员加入允许名单", "this address may not be reached; an administrator can allow it"},
	"stale_lease":         {Conflict, 0, "本进程已失去该连接的读取权，停止写入", "this process lost its lease on the connection and writes nothing more"},
	"lost_state":          {Conflict, 0, "读取位置丢失，已停止；请确认后重置", "the cursor is lost and reading stopped; confirm a reset"},
})
