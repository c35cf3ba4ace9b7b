#include "head/frame_tools.h"
#include "../../src/head/rim.h"
extern void (*head_debug)(const head_rim*, const double*, const double*);
static man m; static int dbg_view;
static void dot(uint8_t*px,int w,int h,double x,double y,int r,int g,int b){ for(int j=-1;j<=1;j++)for(int i=-1;i<=1;i++){int a=(int)(x+0.5)+i,c=(int)(y+0.5)+j; if(a<0||c<0||a>=w||c>=h) continue; uint8_t*p=px+3*(c*w+a); p[0]=(uint8_t)r;p[1]=(uint8_t)g;p[2]=(uint8_t)b;} }
static void dbg(const head_rim*rim,const double*off,const double*sure){ const scalp_image*im=&m.photo[dbg_view]; int w=im->width,h=im->height; uint8_t*px=malloc((size_t)(w*h*3)); memcpy(px,im->pixels,(size_t)(w*h*3));
 for(size_t i=0;i<rim->count;i++){ double x=rim->at[i].x/2,y=rim->at[i].y/2; dot(px,w,h,x,y,255,0,0); if(sure[i]>0){ double k=off[i]/2; int c=(int)(255*sure[i]); dot(px,w,h,x+k*rim->outward[i].x,y+k*rim->outward[i].y,sure[i]>0.35?0:255,c,sure[i]>0.35?0:255);} }
 char n[100]; snprintf(n,100,"/tmp/hf/own_%d.ppm",dbg_view); FILE*f=fopen(n,"wb"); fprintf(f,"P6 %d %d 255\n",w,h); fwrite(px,1,(size_t)(w*h*3),f); fclose(f); free(px); dbg_view++; }
int main(void){ check_work w; scalp_error e={0}; if(scalp_codec_images_open(1,&e)) return 1; check_work_open(&w,0); CHECK(man_read(check_shared(),&w.work,&m));
 scalp_registered own; scalp_fit fit; scalp_view views[5]; scalp_vec2 room[5][MAN_MIDLINE]; CHECK(scalp_head_register(&m.mesh,&m.marks,"male",&w.work,&own,&e)==SCALP_OK);
 for(int v=0;v<5;v++) views[v]=man_clicks(&m,v,2,7,room[v]);
 head_debug=dbg; dbg_view=0; CHECK(scalp_fit_scan(&own.head,"male",views,5,&w.work,&fit,&e)==SCALP_OK);
 for(int v=0;v<5;v++){ const frame t={own.rotation,own.shift}; printf("%d %.2f deg rms %.2f out %.2f refused %d:",v,frame_error_deg(&m,v,&t,&fit.views[v].camera),fit.views[v].rms_px,fit.views[v].outline_rms_mm,fit.views[v].outline_refused); for(int i=0;i<SCALP_LANDMARKS_ON_HEAD;i++) if(fit.views[v].residual_px[i]>=0) printf(" %s %.1f",scalp_landmark_name(i),fit.views[v].residual_px[i]); puts(""); }
}
