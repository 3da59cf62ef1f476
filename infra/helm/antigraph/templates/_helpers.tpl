{{- define "antigraph.name" -}}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{- end }}

{{- define "antigraph.labels" -}}
app.kubernetes.io/name: antigraph
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "antigraph.selector" -}}
app.kubernetes.io/name: antigraph
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "antigraph.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{/* Variables of the API and the workers alike. */}}
{{- define "antigraph.environment" -}}
- { name: ANTIGRAPH_STORE, value: {{ .Values.store.location | quote }} }
- { name: AWS_REGION, value: {{ .Values.store.region | quote }} }
{{- with .Values.store.endpoint }}
- { name: ANTIGRAPH_S3_ENDPOINT, value: {{ . | quote }} }
{{- end }}
{{- if .Values.store.forcePathStyle }}
- { name: ANTIGRAPH_S3_FORCE_PATH_STYLE, value: "true" }
{{- end }}
{{- with .Values.store.serverSideEncryption }}
- { name: ANTIGRAPH_S3_SSE, value: {{ . | quote }} }
{{- end }}
{{- with .Values.store.kmsKeyId }}
- { name: ANTIGRAPH_S3_KMS_KEY_ID, value: {{ . | quote }} }
{{- end }}
- { name: ANTIGRAPH_S3_CACHE, value: /cache }
- { name: ANTIGRAPH_S3_CACHE_MB, value: {{ .Values.store.cacheMegabytes | quote }} }
- { name: ANTIGRAPH_REDIS_URL, value: {{ .Values.redis.url | quote }} }
{{- if .Values.redis.passwordSecret }}
- { name: ANTIGRAPH_REDIS_PASSWORD_FILE, value: /secrets/redis/password }
{{- end }}
{{- if .Values.redis.caSecret }}
- { name: ANTIGRAPH_REDIS_CA_FILE, value: /secrets/redis-ca/ca.crt }
{{- end }}
{{- if .Values.references.claimName }}
- { name: ANTIGRAPH_REFERENCES, value: /references }
{{- end }}
- { name: ANTIGRAPH_LOG_LEVEL, value: {{ .Values.logLevel | quote }} }
{{- range $name, $value := .Values.environment }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}

{{- define "antigraph.environmentFrom" -}}
{{- with .Values.store.credentialsSecret }}
- secretRef: { name: {{ . }} }
{{- end }}
{{- with .Values.environmentFrom }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "antigraph.volumeMounts" -}}
- { name: tmp, mountPath: /tmp }
- { name: cache, mountPath: /cache }
{{- if .Values.references.claimName }}
- { name: references, mountPath: /references, readOnly: true }
{{- end }}
{{- if .Values.redis.passwordSecret }}
- { name: redis-password, mountPath: /secrets/redis, readOnly: true }
{{- end }}
{{- if .Values.redis.caSecret }}
- { name: redis-ca, mountPath: /secrets/redis-ca, readOnly: true }
{{- end }}
{{- end }}

{{- define "antigraph.volumes" -}}
- name: tmp
  emptyDir: { sizeLimit: 4Gi }
- name: cache
  # A fifth more than the cache's own bound: what is being fetched counts only when it is there.
  emptyDir: { sizeLimit: {{ div (mul .Values.store.cacheMegabytes 6) 5 }}Mi }
{{- with .Values.references.claimName }}
- name: references
  persistentVolumeClaim: { claimName: {{ . }}, readOnly: true }
{{- end }}
{{- with .Values.redis.passwordSecret }}
- name: redis-password
  secret: { secretName: {{ . }}, defaultMode: 0440 }
{{- end }}
{{- with .Values.redis.caSecret }}
- name: redis-ca
  secret: { secretName: {{ . }}, defaultMode: 0444 }
{{- end }}
{{- end }}

{{- define "antigraph.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "antigraph.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}
