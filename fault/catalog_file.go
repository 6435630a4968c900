package fault

import "net/http"

var _ = register(map[string]Entry{ // lists that people upload
	"empty_file":      {Invalid, 0, "文件中没有数据行", "the file has no rows of data"},
	"unreadable_file": {Invalid, http.StatusUnsupportedMediaType, "无法识别的文件，请上传 CSV 或 .xlsx", "the file is not recognised; upload CSV or .xlsx"},
})
